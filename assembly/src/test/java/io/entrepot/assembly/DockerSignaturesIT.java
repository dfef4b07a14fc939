package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;

/**
 * What is about an image, through a proxy alone: signatures at the tag that cosign gives them, and
 * what names the image as its subject (OCI distribution-spec, Listing Referrers).
 */
public class DockerSignaturesIT {

  private static final String TYPE = "application/vnd.example.sbom.v1+json";

  private static Entrepot server;
  private static int made;
  private Artifacts layout;
  private String image;
  private long size;

  @BeforeClass
  public static void start() throws Exception {
    server = Entrepot.unpack().set("ENTREPOT_UPSTREAM_ALLOW", "127.0.0.1");
    server.start();
  }

  @AfterClass
  public static void stop() throws IOException {
    server.close();
  }

  @Before
  public void prepare() throws Exception {
    Path folder = server.scratch("artifacts");
    layout = Artifacts.in(folder);
    image = layout.chart("app", "v1", "signed: true\n");
    Path manifest = folder.resolve("layout/blobs/sha256").resolve(image.replace("sha256:", ""));
    size = Files.size(manifest);
  }

  private interface End {
    void come() throws Exception;
  }

  @Test
  public void shouldPassOnSignaturesOfRegistryThatListsReferrers() throws Exception {
    try (Entrepot upstream = Entrepot.started()) {
      int port = Ports.free();
      upstream.rest(
          "POST", "/v1/repositories/docker/hosted", Bodies.docker("images", "httpPort", port));
      String there = "localhost:" + port;
      push(there, "v1", upstream.admin());
      layout.about("sbom", image, size, TYPE, "made of this and that");
      push(there, "sbom", upstream.admin());
      signaturesComeThrough(there, upstream.adminPassword(), upstream::stop);
    }
  }

  @Test
  public void shouldPassOnSignaturesOfRegistryThatHasNoReferrers() throws Exception {
    try (RegistryServer upstream = RegistryServer.open()) {
      push(upstream.registry(), "v1", "");
      layout.about("sbom", image, size, TYPE, "made of this and that");
      push(upstream.registry(), "sbom", "");
      // skopeo pushes no index that it could not convert if it had to: curl does.
      Command.of(
              "curl",
              "-sSf",
              "-X",
              "PUT",
              "-H",
              "Content-Type: " + Artifacts.INDEX,
              "--data-binary",
              layout.standIn("sbom", TYPE),
              upstream.url() + "v2/team/app/manifests/" + image.replace(':', '-'))
          .succeed();
      signaturesComeThrough(upstream.registry(), "", upstream::stop);
    }
  }

  private void signaturesComeThrough(String upstream, String password, End end) throws Exception {
    String secret = password.isEmpty() ? "" : Entrepot.ADMIN + ":" + password;
    String user = password.isEmpty() ? "" : Entrepot.ADMIN;
    String signatures = image.replace(':', '-') + ".sig";
    String sbom = digest(skopeo("inspect", "--raw", layout.name("sbom")));
    made++;
    int current = Ports.free();
    int lasting = Ports.free();
    String client = Bodies.httpClient(user, password);
    String fresh = Bodies.dockerProxy("current" + made, "http://" + upstream, current, client);
    server.rest("POST", "/v1/repositories/docker/proxy", fresh);
    server.rest(
        "POST",
        "/v1/repositories/docker/proxy",
        Bodies.dockerProxy("lasting" + made, "http://" + upstream, lasting, client)
            .replace("\"metadataMaxAge\":0", "\"metadataMaxAge\":1440")
            .replace("{\"enabled\":false,", "{\"enabled\":true,"));

    // Nobody has signed it yet: one proxy asks each time, the other has been told for a day.
    assertThat(inspect(current, signatures).fail()).contains("manifest unknown");
    assertThat(inspect(lasting, signatures).fail()).contains("manifest unknown");
    String first = layout.signature(signatures, image, "first");
    push(upstream, signatures, secret);
    assertThat(inspect(lasting, signatures).fail()).contains("manifest unknown");
    server.rest("POST", "/v1/repositories/lasting" + made + "/invalidate-cache", "");

    for (int port : new int[] {current, lasting}) {
      for (int time = 0; time < 2; time++) {
        assertThat(digest(inspect(port, "v1"))).isEqualTo(image);
        assertThat(digest(inspect(port, signatures))).isEqualTo(first);
        pull(port, ":v1");
        pull(port, ":" + signatures);
        assertThat(referrers(port, "")).contains(sbom, TYPE);
        assertThat(referrers(port, "?artifactType=" + TYPE.replace("+", "%2B"))).contains(sbom);
        assertThat(referrers(port, "?artifactType=application/other")).doesNotContain(sbom);
        pull(port, "@" + sbom);
      }
    }

    Artifacts again = Artifacts.in(server.scratch("again"));
    String second = again.signature(signatures, image, "second");
    push(again, upstream, signatures, secret);
    assertThat(digest(inspect(current, signatures))).isEqualTo(second);
    pull(current, ":" + signatures);
    assertThat(digest(inspect(lasting, signatures))).isEqualTo(first);
    server.rest("POST", "/v1/repositories/lasting" + made + "/invalidate-cache", "");
    assertThat(digest(inspect(lasting, signatures))).isEqualTo(second);
    pull(lasting, ":" + signatures);

    end.come();
    for (int port : new int[] {current, lasting}) {
      assertThat(digest(inspect(port, signatures))).isEqualTo(second);
      pull(port, ":v1");
      pull(port, ":" + signatures);
      pull(port, "@" + first);
      assertThat(referrers(port, "")).contains(sbom, TYPE);
      pull(port, "@" + sbom);
    }
  }

  private void push(String registry, String tag, String credentials) {
    push(layout, registry, tag, credentials);
  }

  private static void push(Artifacts from, String registry, String tag, String credentials) {
    List<String> words =
        new ArrayList<>(List.of("copy", "--all", "--preserve-digests", "--dest-tls-verify=false"));
    if (!credentials.isEmpty()) {
      words.addAll(List.of("--dest-creds", credentials));
    }
    words.addAll(List.of(from.name(tag), "docker://" + registry + "/team/app:" + tag));
    skopeo(words.toArray(String[]::new)).succeed();
  }

  private static void pull(int port, String reference) throws IOException {
    skopeo(
            "copy",
            "--src-tls-verify=false",
            "--src-creds",
            server.admin(),
            "docker://localhost:" + port + "/team/app" + reference,
            "dir:" + server.scratch("pulled"))
        .succeed();
  }

  private static Command inspect(int port, String tag) throws IOException {
    return skopeo(
        "inspect",
        "--raw",
        "--tls-verify=false",
        "--creds",
        server.admin(),
        "docker://localhost:" + port + "/team/app:" + tag);
  }

  /** Of a manifest that a command prints as it is. */
  private static String digest(Command raw) {
    return "sha256:" + Images.sha256(raw.succeed().getBytes(StandardCharsets.UTF_8));
  }

  private String referrers(int port, String query) throws IOException {
    return Command.of(
            "curl",
            "-sSf",
            "-u",
            server.admin(),
            "http://localhost:" + port + "/v2/team/app/referrers/" + image + query)
        .succeed();
  }

  private static Command skopeo(String... words) {
    List<String> all = new ArrayList<>(List.of("skopeo", "--insecure-policy"));
    all.addAll(List.of(words));
    return Command.of(all.toArray(String[]::new));
  }
}
