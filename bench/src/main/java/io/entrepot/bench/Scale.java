package io.entrepot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;

/**
 * Whether a server with many assets answers as fast as one with few: the same questions to both,
 * about a thousand different things that lie anywhere in them.
 */
final class Scale implements AutoCloseable {

  /** What these rows are called together. */
  static final String GROUP = "scale";

  private static final int SMALL = 10_000;
  private static final int LARGE = 1_000_000;
  private static final int ASKED = 1_000;
  private static final String KNOWN = "read/known";
  private static final String SEARCH = "/service/rest/v1/search";
  private static final String IN = "?repository=raw-hosted";

  /** A server and what was put into it. */
  private record Filled(EntrepotServer server, Filling filling) {}

  private final Wrk wrk;
  private final Path work;
  private final Duration warmUp;
  private final Filled small;
  private final Filled large;

  Scale(Options options) throws Exception {
    this.work = options.work();
    this.warmUp = options.warmUp();
    this.wrk = new Wrk(work, options.seconds());
    this.small = filled(options, SMALL);
    try {
      this.large = filled(options, LARGE);
    } catch (Exception e) {
      small.server().close();
      throw e;
    }
  }

  private static Filled filled(Options options, int assets) throws Exception {
    Path folder = options.work().resolve("entrepot-" + assets);
    Filling filling = new Filling(folder.resolve("data"), assets);
    try (EntrepotServer server = new EntrepotServer(options.tarball(), folder, Map.of());
        Connection connection = server.connect()) {
      Images.push(connection, new Images(4096).copy(EntrepotServer.DOCKER + KNOWN, "1.0"));
    }
    filling.make(KNOWN + "/_tags/1.0");
    EntrepotServer server = new EntrepotServer(options.tarball(), folder, Map.of());
    return new Filled(server, filling);
  }

  List<Contest> contests() throws IOException, InterruptedException {
    // What was filled in is still taken into the index of texts: of that nothing is to be measured.
    awaitIndex(small);
    awaitIndex(large);
    List<Contest> contests = new ArrayList<>();
    contests.add(
        contest(
            "manifest GET",
            filled ->
                paths(
                    filled.filling().tags(),
                    number -> "/v2/" + EntrepotServer.DOCKER + Filling.manifest(number))));
    contests.add(
        contest(
            "listing page of 100",
            filled ->
                paths(
                    filled.filling().folders(),
                    number -> EntrepotServer.RAW + Filling.folder(number))));
    contests.add(files("search by name", number -> search(Filling.name(number))));
    contests.add(files("search by the beginning of a name", Scale::beginning));
    contests.add(
        files(
            "search by checksum",
            number -> SEARCH + "/assets" + IN + "&sha256=" + Filling.sha256(number)));
    contests.add(
        files(
            "page of 50 of all assets",
            number -> "/service/rest/v1/assets" + IN + "&continuationToken=" + behind(number)));
    return contests;
  }

  private Contest files(String name, IntFunction<String> path)
      throws IOException, InterruptedException {
    return contest(name, filled -> paths(filled.filling().files(), path));
  }

  private static String search(String name) {
    return SEARCH + IN + "&q=" + name;
  }

  private static String beginning(int number) {
    String name = Filling.name(number);
    return SEARCH + IN + "&name=" + name.substring(0, name.length() - 1) + "*";
  }

  /** What a list of assets carries around to go on behind a file. */
  private static String behind(int number) {
    byte[] path = Filling.path(number).getBytes(Texts.CHARSET);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(path);
  }

  /** Waits until what was filled in last is found. */
  private static void awaitIndex(Filled filled) throws IOException, InterruptedException {
    String last = Filling.name(filled.filling().files() - 1);
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    try (Connection connection = filled.server().connect()) {
      while (System.nanoTime() < end) {
        Connection.Answer answer = connection.request("GET", search(last));
        if (answer.status() != 200) {
          throw new IOException("a search is answered with " + answer.status());
        }
        if (answer.body().contains(last)) {
          return;
        }
        TimeUnit.SECONDS.sleep(1);
      }
    }
    throw new IOException("'" + last + "' is not found within 5 minutes");
  }

  private interface Asked {
    List<String> of(Filled filled);
  }

  private static List<String> paths(int many, IntFunction<String> path) {
    return new Random(many).ints(ASKED, 0, many).mapToObj(path).toList();
  }

  private Contest contest(String name, Asked asked) throws IOException, InterruptedException {
    Path ofSmall = Files.write(Files.createTempFile(work, "small", ".paths"), asked.of(small));
    // It is as much ours as the large one, which is warmed up as such.
    long warm = System.nanoTime() + warmUp.toNanos();
    while (System.nanoTime() < warm) {
      wrk.read(2, small.server().login(), small.server().url("/"), ofSmall.toString());
    }
    Path ofLarge = Files.write(Files.createTempFile(work, "large", ".paths"), asked.of(large));
    AtomicReference<Wrk.Figures> manyLast = new AtomicReference<>();
    AtomicReference<Wrk.Figures> fewLast = new AtomicReference<>();
    return new Contest(
        "p50 of " + name + " at 1,000,000 assets",
        "µs",
        Gate.atMost(1.5),
        () -> p50(large, ofLarge, manyLast),
        Map.of("Entrepot at 10,000", () -> p50(small, ofSmall, fewLast)),
        () ->
            "p99 %s and %s µs"
                .formatted(Texts.figure(manyLast.get().p99()), Texts.figure(fewLast.get().p99())));
  }

  private double p50(Filled filled, Path paths, AtomicReference<Wrk.Figures> last)
      throws IOException, InterruptedException {
    last.set(wrk.read(2, filled.server().login(), filled.server().url("/"), paths.toString()));
    return last.get().p50();
  }

  @Override
  public void close() throws IOException {
    try {
      small.server().close();
    } finally {
      large.server().close();
    }
  }
}
