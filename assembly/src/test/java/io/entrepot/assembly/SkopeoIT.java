package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** skopeo, over HTTP and HTTPS, by path, by port and by host name. */
public class SkopeoIT {

  private static Entrepot server;
  private static Path image;
  private static Path certificates;

  @BeforeClass
  public static void start() throws Exception {
    server = Entrepot.started();
    image = Images.oci(server.scratch("image"), "skopeo", 2, 1);
    certificates = server.scratch("certificates");
    Files.copy(server.caCertificate(), certificates.resolve("entrepot.crt"));
  }

  @AfterClass
  public static void stop() throws IOException {
    server.close();
  }

  @Test
  public void shouldCopyInspectListAndDeleteByPathOverHttp() throws Exception {
    roundTrip(server.registry() + "/docker-hosted/by-path", List.of("--tls-verify=false"));
  }

  @Test
  public void shouldCopyInspectListAndDeleteByPathOverHttpsTrustingTheCa() throws Exception {
    roundTrip(
        "localhost:" + server.httpsPort() + "/docker-hosted/by-https",
        List.of("--cert-dir", certificates.toString()));
  }

  @Test
  public void shouldCopyInspectListAndDeleteByAnHttpsPortOfItsOwn() throws Exception {
    int port = Ports.free();
    server.rest("POST", "/v1/repositories/docker/hosted", Bodies.docker("port", "httpsPort", port));
    roundTrip("localhost:" + port + "/app", List.of("--cert-dir", certificates.toString()));
    roundTrip("127.0.0.1:" + port + "/app2", List.of("--cert-dir", certificates.toString()));
  }

  @Test
  public void shouldCopyInspectListAndDeleteByAHostNameOfItsOwn() throws Exception {
    server.rest("POST", "/v1/repositories/docker/hosted", Bodies.dockerHost("named", "named"));
    roundTrip(
        "named.localhost:" + server.httpsPort() + "/app",
        List.of("--cert-dir", certificates.toString()));
  }

  @Test
  public void shouldRefuseAServerWhoseCaIsNotTrusted() throws Exception {
    assertThat(
            skopeo(
                    "inspect",
                    "--creds",
                    server.admin(),
                    "docker://localhost:" + server.httpsPort() + "/docker-hosted/app:v1")
                .fail())
        .contains("certificate");
  }

  @Test
  public void shouldStoreDockerSchema2WhenAsked() throws Exception {
    String name = "docker://" + server.registry() + "/docker-hosted/schema2:v1";
    skopeo(
            "copy",
            "--format",
            "v2s2",
            "--dest-tls-verify=false",
            "--dest-creds",
            server.admin(),
            "oci:" + image + ":v1",
            name)
        .succeed();

    assertThat(
            skopeo("inspect", "--raw", "--tls-verify=false", "--creds", server.admin(), name)
                .succeed())
        .contains("application/vnd.docker.distribution.manifest.v2+json");
  }

  @Test
  public void shouldTakeAndGiveBack300MegabytesInManyLayers() throws Exception {
    Path large = Images.oci(server.scratch("large"), "large", 30, 10);
    String name = "docker://" + server.registry() + "/docker-hosted/large:v1";
    skopeo(
            "copy",
            "--dest-tls-verify=false",
            "--dest-creds",
            server.admin(),
            "oci:" + large + ":v1",
            name)
        .within(Duration.ofMinutes(5))
        .succeed();

    Path back = server.scratch("back");
    skopeo(
            "copy",
            "--src-tls-verify=false",
            "--src-creds",
            server.admin(),
            name,
            "oci:" + back + ":v1")
        .within(Duration.ofMinutes(5))
        .succeed();

    assertThat(blobs(back)).hasSizeGreaterThan(30).isSubsetOf(blobs(large));
  }

  private static List<String> blobs(Path layout) throws IOException {
    try (var files = Files.list(layout.resolve("blobs/sha256"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private void roundTrip(String repository, List<String> options) throws Exception {
    String name = "docker://" + repository + ":v1";
    List<String> to =
        options.stream().map(o -> o.startsWith("--") ? "--dest-" + o.substring(2) : o).toList();
    List<String> from =
        options.stream().map(o -> o.startsWith("--") ? "--src-" + o.substring(2) : o).toList();
    with(to, "copy", "--dest-creds", server.admin(), "oci:" + image + ":v1", name).succeed();

    assertThat(with(options, "inspect", "--creds", server.admin(), name).succeed())
        .contains("\"Digest\": \"sha256:");
    assertThat(
            with(options, "list-tags", "--creds", server.admin(), "docker://" + repository)
                .succeed())
        .contains("\"v1\"");

    Path back = server.scratch("back");
    with(from, "copy", "--src-creds", server.admin(), name, "oci:" + back + ":v1").succeed();
    assertThat(Command.of("umoci", "ls", "--layout", back.toString()).succeed().strip())
        .isEqualTo("v1");

    with(options, "delete", "--creds", server.admin(), name).succeed();
    assertThat(with(options, "inspect", "--creds", server.admin(), name).fail())
        .contains("manifest unknown");
  }

  private static Command with(List<String> options, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(1, options);
    return skopeo(all.toArray(String[]::new));
  }

  /** skopeo, to which {@code *.localhost} is this machine: Go's resolver does not know that. */
  private static Command skopeo(String... words) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "h=$(mktemp); { cat /etc/hosts; echo 127.0.0.1 named.localhost; } >$h;"
                    + " mount --bind $h /etc/hosts; rm $h; exec \"$@\"",
                "sh",
                "skopeo",
                "--insecure-policy"));
    all.addAll(List.of(words));
    return Command.of(all.toArray(String[]::new));
  }
}
