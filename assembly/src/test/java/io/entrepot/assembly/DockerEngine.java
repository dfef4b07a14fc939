package io.entrepot.assembly;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Docker Engine of the test's own, with its own state and socket. */
final class DockerEngine implements AutoCloseable {

  private final Path folder;
  private final Process process;

  private DockerEngine(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /** Starts one; its options are added to those that a test needs in any case. */
  static DockerEngine start(String... options) throws IOException {
    Path folder = Files.createTempDirectory("entrepot-docker");
    Files.writeString(folder.resolve("daemon.json"), "{}");
    List<String> words =
        new ArrayList<>(
            List.of(
                "dockerd",
                "--iptables=false",
                "--ip6tables=false",
                "--bridge=none",
                "--storage-driver=overlay2",
                "--data-root=" + folder.resolve("data"),
                "--exec-root=" + folder.resolve("exec"),
                "--pidfile=" + folder.resolve("pid"),
                "--host=unix://" + folder.resolve("socket"),
                "--config-file=" + folder.resolve("daemon.json")));
    words.addAll(Arrays.asList(options));
    Process process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    DockerEngine engine = new DockerEngine(folder, process);
    Waiting.until(
        "the Docker Engine answers; see " + folder.resolve("log"),
        Duration.ofSeconds(60),
        () -> engine.docker("version").run().exit() == 0);
    return engine;
  }

  /** A {@code docker} command against this engine, with its own login file. */
  Command docker(String... words) {
    List<String> all = new ArrayList<>(List.of("docker", "--config", folder + "/config"));
    all.addAll(Arrays.asList(words));
    return Command.of(all.toArray(String[]::new))
        .with("DOCKER_HOST", "unix://" + folder.resolve("socket"))
        .with("DOCKER_CONTENT_TRUST", "0");
  }

  /** Notes a login, as {@code docker login} would, without trying it. */
  void login(String registry, String user, String password) throws IOException {
    Path config = Files.createDirectories(folder.resolve("config"));
    String secret =
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    Files.writeString(
        config.resolve("config.json"),
        "{\"auths\":{\"" + registry + "\":{\"auth\":\"" + secret + "\"}}}");
  }

  /** Makes a local image that prints a line when it is run. */
  void build(String image, String line) throws IOException {
    Path root = Files.createDirectories(folder.resolve("root/bin"));
    if (!Files.exists(root.resolve("busybox"))) {
      Files.copy(Path.of("/bin/busybox"), root.resolve("busybox"));
      Command.of("chmod", "755", root.resolve("busybox").toString()).succeed();
    }
    Path tar = folder.resolve("root.tar");
    Command.of("tar", "-C", folder.resolve("root").toString(), "-cf", tar.toString(), ".")
        .succeed();
    docker(
            "import",
            "--change",
            "CMD [\"/bin/busybox\",\"echo\",\"" + line + "\"]",
            tar.toString(),
            image)
        .succeed();
  }

  /** Runs an image; gives what it printed. */
  String run(String image) {
    return docker("run", "--rm", "--network=none", image).succeed().strip();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    // The engine leaves mounts below exec/netns behind.
    Command.of("sh", "-c", "umount " + folder + "/exec/netns/* 2>/dev/null; rm -rf " + folder)
        .run();
  }
}
