package io.entrepot.assembly;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Debian's docker-registry, which can be stopped and started again on its port. */
final class RegistryServer implements AutoCloseable {

  static final String USER = "upstream";
  static final String PASSWORD = "upstreams-password";

  private final Path folder;
  private final int port = Ports.free();
  private Process process;

  private RegistryServer(Path folder) {
    this.folder = folder;
  }

  /** One that serves everybody. */
  static RegistryServer open() throws IOException {
    return started("");
  }

  /** One that serves {@link #USER} alone, by Basic authentication. */
  static RegistryServer guarded() throws IOException {
    return started("auth:\n  htpasswd:\n    realm: upstream\n    path: %s\n");
  }

  private static RegistryServer started(String auth) throws IOException {
    RegistryServer server = new RegistryServer(Files.createTempDirectory("entrepot-registry"));
    Path users = server.folder.resolve("users");
    Files.writeString(users, Command.of("htpasswd", "-nbB", USER, PASSWORD).succeed());
    Files.writeString(
        server.folder.resolve("config.yml"),
        """
        version: 0.1
        log:
          accesslog:
            disabled: true
          level: error
        storage:
          filesystem:
            rootdirectory: %s
          delete:
            enabled: true
        http:
          addr: 127.0.0.1:%d
        """
                .formatted(server.folder.resolve("data"), server.port)
            + auth.formatted(users));
    server.start();
    return server;
  }

  /** Starts it, again. */
  void start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("docker-registry", "serve", folder.resolve("config.yml").toString())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("console.log").toFile()));
    // Debian's default, which would make it ask for passwords.
    builder.environment().remove("REGISTRY_AUTH_FILE");
    builder.environment().put("OTEL_TRACES_EXPORTER", "none");
    process = builder.start();
    Waiting.until("docker-registry listens on " + port, Duration.ofSeconds(30), this::listens);
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends it; its port is closed then. */
  void stop() throws IOException {
    process.destroyForcibly();
    try {
      process.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** {@code 127.0.0.1:port}, as image names have it. */
  String registry() {
    return "127.0.0.1:" + port;
  }

  String url() {
    return "http://" + registry() + "/";
  }

  @Override
  public void close() throws IOException {
    stop();
    Command.of("rm", "-rf", folder.toString()).run();
  }
}
