package io.entrepot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Debian's docker-registry on files. It knows no users, and writes no log of requests. */
final class RegistryServer implements AutoCloseable {

  private static final String CACHE = "  cache:\n    blobdescriptor: inmemory\n";

  private final int port = Ports.free();
  private final Program program;

  /**
   * Starts one.
   *
   * @param cached with its cache of blobs' descriptors in memory
   */
  RegistryServer(Path folder, boolean cached) throws IOException, InterruptedException {
    this(folder, cached, "");
  }

  /** Starts one as a cache of another, with its cache of blobs' descriptors in memory. */
  static RegistryServer cacheOf(RegistryServer upstream, Path folder)
      throws IOException, InterruptedException {
    return new RegistryServer(folder, true, "proxy:\n  remoteurl: " + upstream.url(""));
  }

  private RegistryServer(Path folder, boolean cached, String proxy)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path configuration = folder.resolve("config.yml");
    Files.writeString(
        configuration,
        new String(Texts.resource("registry.yml"), Texts.CHARSET)
            .replace("@folder@", folder.resolve("data").toString())
            .replace("@port@", Integer.toString(port))
            .replace("@proxy@", proxy)
            .replace("@cache@\n", cached ? CACHE : ""));
    program =
        Program.start(
            "docker-registry",
            folder.resolve("console.log"),
            Map.of("REGISTRY_AUTH_FILE", "", "OTEL_TRACES_EXPORTER", "none"),
            List.of("docker-registry", "serve", configuration.toString()));
    program.awaitPort(port);
  }

  Connection connect() throws IOException {
    return new Connection(port, "");
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  @Override
  public void close() throws IOException {
    program.close();
  }
}
