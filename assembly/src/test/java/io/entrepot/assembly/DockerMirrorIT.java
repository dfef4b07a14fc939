package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/**
 * Clients that take a proxy for Docker Hub pull short names through it; a registry of the test's
 * own stands in for Docker Hub, which is not within reach: what is pulled came through the mirror.
 */
public class DockerMirrorIT {

  private static Entrepot server;
  private static RegistryServer hub;
  private static int port;

  @BeforeClass
  public static void start() throws Exception {
    server = Entrepot.unpack().set("ENTREPOT_UPSTREAM_ALLOW", "127.0.0.1");
    server.start();
    hub = RegistryServer.open();
    Path image = Images.oci(server.scratch("image"), "from the hub", 1, 1);
    for (String tag : List.of("one", "two", "three")) {
      Command.of(
              "skopeo",
              "--insecure-policy",
              "copy",
              "--format",
              "v2s2",
              "--dest-tls-verify=false",
              "oci:" + image + ":v1",
              "docker://" + hub.registry() + "/library/hello:" + tag)
          .succeed();
    }
    port = Ports.free();
    server.rest("PUT", "/v1/security/anonymous", "{\"enabled\":true}");
    server.rest(
        "POST",
        "/v1/repositories/docker/proxy",
        Bodies.dockerProxy(
                "hub",
                hub.url(),
                port,
                Bodies.httpClient("", "") + ",\"dockerProxy\":{\"indexType\":\"HUB\"}")
            .replace("\"v1Enabled\":true", "\"v1Enabled\":true,\"mirrorMode\":true"));
  }

  @AfterClass
  public static void stop() throws IOException {
    hub.close();
    server.close();
  }

  @Test
  public void shouldServeShortNamesOfDockerEngine() throws Exception {
    try (DockerEngine engine = DockerEngine.start("--registry-mirror=http://127.0.0.1:" + port)) {
      engine.docker("pull", "hello:one").succeed();
      assertThat(engine.run("hello:one")).isEqualTo("from the hub");

      // The login is for Docker Hub, and nobody here knows it.
      engine.login("https://index.docker.io/v1/", "somebody", "a-secret-of-docker-hub");
      for (int i = 0; i < 12; i++) {
        engine.docker("rmi", "hello:one").run();
        engine.docker("pull", "hello:one").succeed();
      }
      engine.docker("pull", "hello:two").succeed();
      assertThat(server.console()).doesNotContain("somebody", "failed attempts");
    }
  }

  @Test
  public void shouldServeContainerdThatNamesTheRegistry() throws Exception {
    Path hosts = server.scratch("hosts");
    Path folder = Files.createDirectories(hosts.resolve("docker.io"));
    Files.writeString(
        folder.resolve("hosts.toml"),
        """
        server = "https://registry-1.docker.io"
        [host."http://127.0.0.1:%d"]
          capabilities = ["pull", "resolve"]
        """
            .formatted(port));
    try (Containerd containerd = Containerd.start()) {
      containerd
          .ctr(
              "images",
              "pull",
              "--hosts-dir",
              hosts.toString(),
              "--user",
              "somebody:a-secret-of-docker-hub",
              "docker.io/library/hello:three")
          .succeed();
      assertThat(containerd.ctr("images", "ls", "--quiet").succeed())
          .contains("docker.io/library/hello:three");
    }
    assertThat(
            Command.of(
                    "curl",
                    "-s",
                    "127.0.0.1:" + port + "/v2/library/hello/manifests/one?ns=quay.io")
                .succeed())
        .contains("NAME_UNKNOWN", "quay.io");
  }

  @Test
  public void shouldServeShortNamesOfPodman() throws Exception {
    try (Containers containers = new Containers()) {
      Path registries = containers.folder().resolve("registries.conf");
      Files.writeString(
          registries,
          """
          unqualified-search-registries = ["docker.io"]
          [[registry]]
          location = "docker.io"
          [[registry.mirror]]
          location = "127.0.0.1:%d"
          insecure = true
          """
              .formatted(port));
      Path login = containers.folder().resolve("auth.json");
      String secret =
          Base64.getEncoder()
              .encodeToString("somebody:a-secret-of-docker-hub".getBytes(StandardCharsets.UTF_8));
      Files.writeString(login, "{\"auths\":{\"docker.io\":{\"auth\":\"" + secret + "\"}}}");
      containers
          .podman("pull", "--authfile", login.toString(), "hello:one")
          .with("CONTAINERS_REGISTRIES_CONF", registries.toString())
          .succeed();
      assertThat(containers.podman("images", "--format", "{{.Repository}}:{{.Tag}}").succeed())
          .contains("docker.io/library/hello:one");
    }
  }

  @Test
  public void shouldRefusePushesInASentence() throws Exception {
    try (DockerEngine engine = DockerEngine.start()) {
      String image = "127.0.0.1:" + port + "/app:v1";
      engine.build(image, "not here");
      engine.login("127.0.0.1:" + port, Entrepot.ADMIN, server.adminPassword());
      assertThat(engine.docker("push", image).fail())
          .contains("mirror")
          .doesNotContain("invalid character");
    }
  }
}
