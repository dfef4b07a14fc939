package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** podman and buildah over a repository's own HTTPS port, trusting the server's CA. */
public class PodmanIT {

  private static Entrepot server;
  private static Containers containers;
  private static String registry;
  private static Path certificates;

  @BeforeClass
  public static void start() throws Exception {
    server = Entrepot.started();
    int port = Ports.free();
    registry = "localhost:" + port;
    server.rest(
        "POST", "/v1/repositories/docker/hosted", Bodies.docker("podman", "httpsPort", port));
    containers = new Containers();
    certificates = server.scratch("certificates");
    Files.copy(server.caCertificate(), certificates.resolve("entrepot.crt"));
  }

  @AfterClass
  public static void stop() throws IOException {
    containers.close();
    server.close();
  }

  @Test
  public void shouldLogInPushPullAndRun() throws Exception {
    containers
        .podman(
            "login",
            "--cert-dir",
            certificates.toString(),
            "--authfile",
            containers.folder() + "/auth.json",
            "--username",
            Entrepot.ADMIN,
            "--password-stdin",
            registry)
        .input(server.adminPassword())
        .succeed();
    Path layout = Images.oci(server.scratch("image"), "hello from podman", 1, 1);
    String image = registry + "/team/app:v1";
    containers.podman("pull", "oci:" + layout + ":v1").succeed();
    String id =
        containers
            .podman("images", "--quiet", "--no-trunc")
            .succeed()
            .strip()
            .lines()
            .findFirst()
            .orElseThrow();
    containers.podman("tag", id, image).succeed();

    containers
        .podman(
            "push",
            "--cert-dir",
            certificates.toString(),
            "--authfile",
            containers.folder() + "/auth.json",
            image)
        .succeed();
    containers.podman("rmi", "--force", id).succeed();
    containers
        .podman(
            "pull",
            "--cert-dir",
            certificates.toString(),
            "--authfile",
            containers.folder() + "/auth.json",
            image)
        .succeed();

    assertThat(
            containers
                .podman(
                    "run",
                    "--rm",
                    "--network=none",
                    "--ulimit",
                    "nofile=1024:1024",
                    "--ulimit",
                    "nproc=1024:1024",
                    image)
                .succeed())
        .contains("hello from podman");
  }

  @Test
  public void shouldPushAndPullAManifestListOfSeveralArchitectures() throws Exception {
    String list = registry + "/team/multi:v1";
    containers.buildah("manifest", "create", "multi").succeed();
    for (String architecture : List.of("amd64", "arm64")) {
      String container =
          containers.buildah("from", "--arch", architecture, "scratch").succeed().strip();
      Path file = server.scratch("file").resolve(architecture);
      Files.writeString(file, architecture);
      containers.buildah("copy", container, file.toString(), "/architecture").succeed();
      containers.buildah("config", "--arch", architecture, container).succeed();
      containers.buildah("commit", "--manifest", "multi", container).succeed();
    }

    containers
        .buildah(
            "manifest",
            "push",
            "--all",
            "--cert-dir",
            certificates.toString(),
            "--creds",
            server.admin(),
            "multi",
            "docker://" + list)
        .succeed();

    assertThat(
            Command.of(
                    "skopeo",
                    "inspect",
                    "--raw",
                    "--cert-dir",
                    certificates.toString(),
                    "--creds",
                    server.admin(),
                    "docker://" + list)
                .succeed())
        .contains("amd64", "arm64");
    for (String architecture : List.of("amd64", "arm64")) {
      containers
          .podman(
              "pull",
              "--arch",
              architecture,
              "--cert-dir",
              certificates.toString(),
              "--creds",
              server.admin(),
              list)
          .succeed();
    }
  }
}
