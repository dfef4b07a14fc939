package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Test;

/**
 * containerd over HTTP by path and over a repository's own HTTPS port, trusting the server's CA.
 */
public class ContainerdIT {

  @Test
  public void shouldPushAndPull() throws Exception {
    try (Entrepot server = Entrepot.started();
        Containerd containerd = Containerd.start()) {
      int port = Ports.free();
      server.rest(
          "POST", "/v1/repositories/docker/hosted", Bodies.docker("edge", "httpsPort", port));
      Path layout = Images.oci(server.scratch("image"), "containerd", 1, 1);
      Path archive = server.scratch("archive").resolve("image.tar");
      Command.of(
              "skopeo",
              "--insecure-policy",
              "copy",
              "oci:" + layout + ":v1",
              "oci-archive:" + archive + ":v1")
          .succeed();

      String secure = "localhost:" + port + "/team/app:v1";
      Path hosts = hosts(server, port);
      containerd
          .ctr(
              "images",
              "import",
              "--base-name",
              "localhost:" + port + "/team/app",
              archive.toString())
          .succeed();
      containerd
          .ctr("images", "push", "--hosts-dir", hosts.toString(), "--user", server.admin(), secure)
          .succeed();
      containerd.ctr("images", "rm", secure).succeed();
      containerd
          .ctr("images", "pull", "--hosts-dir", hosts.toString(), "--user", server.admin(), secure)
          .succeed();
      assertThat(containerd.ctr("images", "ls", "--quiet").succeed()).contains(secure);

      String plain = server.registry() + "/docker-hosted/app:v1";
      containerd.ctr("images", "tag", secure, plain).succeed();
      containerd.ctr("images", "push", "--plain-http", "--user", server.admin(), plain).succeed();
      containerd.ctr("images", "rm", plain).succeed();
      containerd.ctr("images", "pull", "--plain-http", "--user", server.admin(), plain).succeed();
      assertThat(containerd.ctr("images", "ls", "--quiet").succeed()).contains(plain);
    }
  }

  private static Path hosts(Entrepot server, int port) throws Exception {
    Path hosts = server.scratch("hosts");
    Path folder = Files.createDirectories(hosts.resolve("localhost:" + port));
    Path ca = folder.resolve("ca.crt");
    Files.copy(server.caCertificate(), ca);
    Files.writeString(
        folder.resolve("hosts.toml"),
        """
        server = "https://localhost:%1$d"
        [host."https://localhost:%1$d"]
          capabilities = ["pull", "resolve", "push"]
          ca = "%2$s"
        """
            .formatted(port, ca));
    return hosts;
  }
}
