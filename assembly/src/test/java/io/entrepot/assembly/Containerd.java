package io.entrepot.assembly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A containerd of the test's own. */
final class Containerd implements AutoCloseable {

  private final Path folder;
  private final Process process;

  private Containerd(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  static Containerd start() throws IOException {
    Path folder = Files.createTempDirectory("entrepot-containerd");
    Path config = folder.resolve("config.toml");
    Files.writeString(
        config,
        """
        version = 2
        root = "%1$s/root"
        state = "%1$s/state"
        disabled_plugins = ["io.containerd.grpc.v1.cri"]
        [grpc]
        address = "%1$s/socket"
        """
            .formatted(folder));
    Process process =
        new ProcessBuilder("containerd", "--config", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Containerd containerd = new Containerd(folder, process);
    Waiting.until(
        "containerd answers; see " + folder.resolve("log"),
        Duration.ofSeconds(30),
        () -> containerd.ctr("version").run().exit() == 0);
    return containerd;
  }

  /** A {@code ctr} command against it. */
  Command ctr(String... words) {
    List<String> all = new ArrayList<>(List.of("ctr", "--address", folder + "/socket"));
    all.addAll(Arrays.asList(words));
    return Command.of(all.toArray(String[]::new));
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    Command.of("rm", "-rf", folder.toString()).run();
  }
}
