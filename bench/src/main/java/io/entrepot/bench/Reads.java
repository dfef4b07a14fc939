package io.entrepot.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Files over HTTP and HTTPS, beside nginx. */
final class Reads {

  /** What these rows are called together. */
  static final String GROUP = "reads";

  private static final int LARGE = 100_000_000;
  private static final int SMALL = 4096;

  private final EntrepotServer entrepot;
  private final NginxServer nginx;
  private final Wrk wrk;

  Reads(EntrepotServer entrepot, NginxServer nginx, Wrk wrk) throws IOException {
    this.entrepot = entrepot;
    this.nginx = nginx;
    this.wrk = wrk;
    for (int size : new int[] {LARGE, SMALL}) {
      byte[] bytes = new byte[size];
      new Random(size).nextBytes(bytes);
      entrepot.put("file-" + size, bytes);
      nginx.put("file-" + size, bytes);
    }
  }

  List<Contest> contests() {
    String small = "file-" + SMALL;
    String large = "file-" + LARGE;
    return List.of(
        new Contest(
            "GET of 100 MB over HTTP",
            "GB/s",
            Gate.atLeast(0.7),
            () -> gigabytes(entrepot.url(EntrepotServer.RAW + large)),
            peers(variant -> gigabytes(nginx.url(variant, large)))),
        new Contest(
            "GET of 100 MB over HTTPS",
            "GB/s",
            Gate.atLeast(0.7),
            () -> gigabytes(entrepot.secureUrl(EntrepotServer.RAW + large)),
            peers(variant -> gigabytes(nginx.secureUrl(variant, large)))),
        new Contest(
            "GET of 4 KB",
            "requests/s",
            Gate.atLeast(0.15),
            () -> rate("", entrepot.url(EntrepotServer.RAW + small)),
            peers(variant -> rate("", nginx.url(variant, small)))),
        // nginx is asked for no password here: what it serves to everybody counts.
        new Contest(
            "GET of 4 KB with Basic",
            "requests/s",
            Gate.atLeast(0.12),
            () -> rate(entrepot.login(), entrepot.url(EntrepotServer.RAW + small)),
            peers(variant -> rate("", nginx.url(variant, small)))));
  }

  private interface OfVariant {
    double take(String variant) throws Exception;
  }

  private static Map<String, Contest.Measure> peers(OfVariant measure) {
    Map<String, Contest.Measure> peers = new LinkedHashMap<>();
    for (String variant : NginxServer.VARIANTS) {
      peers.put("nginx, " + variant, () -> measure.take(variant));
    }
    return peers;
  }

  private double gigabytes(String url) throws IOException, InterruptedException {
    return wrk.read(4, "", url).bytes() / 1e9;
  }

  private double rate(String authorization, String url) throws IOException, InterruptedException {
    return wrk.read(16, authorization, url).rate();
  }
}
