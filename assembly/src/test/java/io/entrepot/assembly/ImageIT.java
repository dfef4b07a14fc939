package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** The OCI image: made from Debian's packages and run with podman. */
public class ImageIT {

  private Containers containers;
  private Path folder;
  private final int port = Ports.free();
  private final int secure = Ports.free();

  @Before
  public void prepare() throws IOException {
    containers = new Containers();
    folder = containers.folder();
  }

  @After
  public void cleanUp() {
    podman("rm", "--force", "--all").run();
    containers.close();
  }

  @Test
  public void shouldServeFromAContainerAndKeepItsData() throws Exception {
    Path image = folder.resolve("image.tar");
    Command.of(
            System.getProperty("entrepot.image.build"),
            System.getProperty("entrepot.tarball"),
            image.toString(),
            "test")
        .within(Duration.ofMinutes(8))
        .succeed();
    assertThat(podman("load", "--input", image.toString()).succeed()).contains("entrepot:test");

    run();
    String password = podman("exec", "entrepot", "cat", "/data/admin.password").succeed().strip();
    Path file = Files.writeString(folder.resolve("file"), "kept in a volume");
    String url = "http://127.0.0.1:" + port + "/repository/raw-hosted/file";
    Command.of("curl", "-sSf", "-u", "admin:" + password, "-T", file.toString(), url).succeed();
    assertThat(podman("exec", "entrepot", "id", "-u").succeed().strip()).isEqualTo("1000");
    podman("stop", "--time", "70", "entrepot").within(Duration.ofSeconds(90)).succeed();
    podman("rm", "entrepot").succeed();

    run();
    assertThat(Command.of("curl", "-sSf", "-u", "admin:" + password, url).succeed())
        .isEqualTo("kept in a volume");
    podman("stop", "--time", "70", "entrepot").within(Duration.ofSeconds(90)).succeed();
  }

  private void run() {
    podman(
            "run",
            "--detach",
            "--name",
            "entrepot",
            "--network=host",
            "--volume",
            "data:/data",
            "--env",
            "ENTREPOT_HTTP_HOST=127.0.0.1",
            "--env",
            "ENTREPOT_HTTP_PORT=" + port,
            "--env",
            "ENTREPOT_HTTPS_PORT=" + secure,
            "--env",
            "ENTREPOT_SHELL=off",
            "--ulimit",
            "nofile=1024:1024",
            "--ulimit",
            "nproc=1024:1024",
            "localhost/entrepot:test")
        .succeed();
    Waiting.until(
        "the container serves",
        Duration.ofSeconds(60),
        () ->
            Command.of(
                        "curl",
                        "-sf",
                        "http://127.0.0.1:" + port + "/service/rest/v1/status/writable")
                    .run()
                    .exit()
                == 0);
  }

  private Command podman(String... words) {
    return containers.podman(words).within(Duration.ofMinutes(4));
  }
}
