package io.entrepot.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Proxies and groups, beside the way without them, and docker-registry as a cache. */
final class Proxies {

  /** What these rows are called together. */
  static final String GROUP = "proxies";

  private static final int LARGE = 100_000_000;
  private static final int SMALL = 4096;
  private static final int LAYER = 64 * 1024;
  private static final String FILES = "/repository/bench-files/";
  private static final String ALL = "/repository/bench-all/";
  private static final String SMALL_FILE = "file-" + SMALL;

  private final EntrepotServer entrepot;
  private final NginxServer nginx;
  private final RegistryServer cache;
  private final Wrk wrk;
  private final Images.Image image = new Images(LAYER).copy("read/known", "1.0");
  private final AtomicLong serial = new AtomicLong();

  /**
   * Makes repositories for what the peers have.
   *
   * @param upstream has the image
   * @param cache docker-registry as a cache of that
   */
  Proxies(
      EntrepotServer entrepot,
      NginxServer nginx,
      RegistryServer upstream,
      RegistryServer cache,
      Wrk wrk)
      throws IOException {
    this.entrepot = entrepot;
    this.nginx = nginx;
    this.cache = cache;
    this.wrk = wrk;
    for (int size : new int[] {LARGE, SMALL}) {
      byte[] bytes = new byte[size];
      new Random(size).nextBytes(bytes);
      nginx.put("file-" + size, bytes);
      entrepot.put("file-" + size, bytes);
    }
    try (Connection connection = upstream.connect()) {
      Images.push(connection, image);
    }
    make("raw/proxy", "bench-files", "\"proxy\": {\"remoteUrl\": \"%s\"}", nginx.throttled(""));
    make("docker/proxy", "bench-images", "\"proxy\": {\"remoteUrl\": \"%s\"}", upstream.url("/"));
    List<String> members = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      make("raw/hosted", "bench-empty" + i, "\"storage\": {\"writePolicy\": \"%s\"}", "ALLOW");
      members.add("\"bench-empty" + i + "\"");
    }
    members.add("\"raw-hosted\"");
    make("raw/group", "bench-all", "\"group\": {\"memberNames\": [%s]}", String.join(",", members));
  }

  private void make(String recipe, String name, String settings, String value) throws IOException {
    String body = "{\"name\": \"" + name + "\", " + settings.formatted(value) + "}";
    try (Connection connection = entrepot.connect()) {
      connection
          .request(
              "POST",
              "/service/rest/v1/repositories/" + recipe,
              "application/json",
              body.getBytes(Texts.CHARSET))
          .expect(201);
    }
  }

  List<Contest> contests() {
    String hosted = entrepot.url(EntrepotServer.RAW + SMALL_FILE);
    String blob = "read/known/blobs/" + image.layer().digest;
    String manifest = "read/known/manifests/" + image.tag();
    return List.of(
        new Contest(
            "cold GET of 100 MB through a proxy of 40 MB/s",
            "s",
            Gate.atMost(1.15),
            () -> Download.of(entrepot.url(FILES + cold()), LARGE).all(),
            Map.of("the upstream itself", () -> Download.of(nginx.throttled(cold()), LARGE).all())),
        new Contest(
            "first byte of a cold file through a proxy, behind the upstream's",
            "ms",
            Gate.atMost(1),
            this::behind,
            Map.of("50 ms", () -> 50.0)),
        rate("GET of 4 KB from a warm proxy by 16", 0.9, FILES + SMALL_FILE, "hosted", hosted),
        rate(
            "GET of 4 KB from the last of a group of five by 16",
            0.7,
            ALL + SMALL_FILE,
            "hosted",
            hosted),
        rate(
            "GET of a manifest by tag from a warm proxy by 16",
            5,
            "/v2/bench-images/" + manifest,
            "docker-registry as a cache",
            cache.url("/v2/" + manifest)),
        rate(
            "GET of a 64 KB blob from a warm proxy by 16",
            1.5,
            "/v2/bench-images/" + blob,
            "docker-registry as a cache",
            cache.url("/v2/" + blob)));
  }

  private Contest rate(String name, double gate, String path, String peer, String url) {
    return new Contest(
        name,
        "requests/s",
        Gate.atLeast(gate),
        () -> wrk.read(16, "", entrepot.url(path)).rate(),
        Map.of(peer, () -> wrk.read(16, "", url).rate()));
  }

  /** A name that nobody has asked for; the upstream has the same bytes under each. */
  private String cold() {
    return "cold/" + serial.incrementAndGet();
  }

  private double behind() throws IOException {
    double ours = Download.of(entrepot.url(FILES + cold()), LARGE).first();
    return 1000 * (ours - Download.of(nginx.throttled(cold()), LARGE).first());
  }
}
