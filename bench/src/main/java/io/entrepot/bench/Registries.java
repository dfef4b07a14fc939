package io.entrepot.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Images, beside docker-registry. */
final class Registries {

  /** What these rows are called together. */
  static final String GROUP = "registries";

  private static final int LARGE = 100_000_000;
  private static final int SMALL = 4096;
  private static final int PUSHERS = 8;

  private final EntrepotServer entrepot;
  private final Map<String, RegistryServer> registries;
  private final Wrk wrk;
  private final Duration time;
  private final Images.Image known;
  private final AtomicLong serial = new AtomicLong();
  private final Images large = new Images(LARGE);
  private final Images small = new Images(SMALL);

  Registries(EntrepotServer entrepot, RegistryServer cached, RegistryServer plain, Options options)
      throws IOException {
    this.entrepot = entrepot;
    this.registries = new LinkedHashMap<>();
    registries.put("docker-registry, cache in memory", cached);
    registries.put("docker-registry, no cache", plain);
    this.wrk = new Wrk(options.work(), options.seconds());
    this.time = Duration.ofSeconds(options.seconds());
    this.known = small.copy("read/known", "1.0");
    try (Connection connection = entrepot.connect()) {
      Images.push(connection, named(EntrepotServer.DOCKER, known));
    }
    for (RegistryServer registry : registries.values()) {
      try (Connection connection = registry.connect()) {
        Images.push(connection, known);
      }
    }
  }

  List<Contest> contests() {
    return List.of(
        manifest("GET of a manifest by tag", known.tag()),
        manifest("GET of a manifest by digest", known.digest()),
        new Contest(
            "push of 100 MB",
            "MB/s",
            Gate.atLeast(1.0),
            () -> megabytes(entrepot::connect, EntrepotServer.DOCKER),
            peers(registry -> megabytes(registry::connect, ""))),
        new Contest(
            "push of small images by " + PUSHERS,
            "images/s",
            Gate.atLeast(1.5),
            () -> images(entrepot::connect, EntrepotServer.DOCKER),
            peers(registry -> images(registry::connect, ""))));
  }

  private Contest manifest(String name, String reference) {
    String path = "read/known/manifests/" + reference;
    return new Contest(
        name + " by 16",
        "requests/s",
        Gate.atLeast(5),
        () -> wrk.read(16, "", entrepot.url("/v2/" + EntrepotServer.DOCKER + path)).rate(),
        peers(registry -> wrk.read(16, "", registry.url("/v2/" + path)).rate()));
  }

  private interface OfVariant {
    double take(RegistryServer registry) throws Exception;
  }

  private Map<String, Contest.Measure> peers(OfVariant measure) {
    Map<String, Contest.Measure> peers = new LinkedHashMap<>();
    registries.forEach((name, registry) -> peers.put(name, () -> measure.take(registry)));
    return peers;
  }

  private interface Connecting {
    Connection connect() throws IOException;
  }

  // Three in a row, made one after the other outside of the time: a digest of 100 MB costs too.
  private double megabytes(Connecting server, String prefix) throws IOException {
    int pushes = 3;
    long nanos = 0;
    try (Connection connection = server.connect()) {
      for (int i = 0; i < pushes; i++) {
        Images.Image image = large.next(prefix + "push/large", "t" + serial.incrementAndGet());
        long begin = System.nanoTime();
        Images.push(connection, image);
        nanos += System.nanoTime() - begin;
      }
    }
    return pushes * (LARGE / 1e6) / (nanos / 1e9);
  }

  private double images(Connecting server, String prefix) throws Exception {
    return Crowd.rate(
        PUSHERS, time, number -> new Pusher(server.connect(), prefix + "push/small" + number));
  }

  private final class Pusher implements Crowd.Worker {
    private final Connection connection;
    private final String name;

    Pusher(Connection connection, String name) {
      this.connection = connection;
      this.name = name;
    }

    @Override
    public void work() throws IOException {
      Images.push(connection, small.copy(name, "t" + serial.incrementAndGet()));
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }

  private static Images.Image named(String prefix, Images.Image image) {
    return new Images.Image(
        prefix + image.name(), image.tag(), image.layer(), image.config(), image.manifest());
  }
}
