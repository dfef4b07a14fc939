package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** Real clients pull through proxies of real registries, which come and go. */
public class DockerProxyIT {

  private static Entrepot server;
  private static Path first;
  private static Path second;

  @BeforeClass
  public static void start() throws Exception {
    server = Entrepot.unpack().set("ENTREPOT_UPSTREAM_ALLOW", "127.0.0.1");
    server.start();
    first = Images.oci(server.scratch("first"), "first", 2, 1);
    second = Images.oci(server.scratch("second"), "second", 1, 1);
  }

  @AfterClass
  public static void stop() throws IOException {
    server.close();
  }

  /** What a proxy can be in front of. */
  private interface Upstream {
    String image();

    String credentials();

    void stop() throws Exception;

    void start() throws Exception;
  }

  private record Registry(RegistryServer registry, String credentials) implements Upstream {
    @Override
    public String image() {
      return "docker://" + registry.registry() + "/team/app:v1";
    }

    @Override
    public void stop() throws Exception {
      registry.stop();
    }

    @Override
    public void start() throws Exception {
      registry.start();
    }
  }

  private record Other(Entrepot entrepot, int port, String credentials) implements Upstream {
    @Override
    public String image() {
      return "docker://127.0.0.1:" + port + "/team/app:v1";
    }

    @Override
    public void stop() {
      entrepot.stop();
    }

    @Override
    public void start() throws Exception {
      entrepot.start();
    }
  }

  @Test
  public void shouldPullFromRegistryThatServesEverybody() throws Exception {
    try (RegistryServer registry = RegistryServer.open()) {
      pullWhileItComesAndGoes("open", registry.url(), new Registry(registry, ""), "", "");
    }
  }

  @Test
  public void shouldPullFromRegistryThatAsksForBasic() throws Exception {
    try (RegistryServer registry = RegistryServer.guarded()) {
      String credentials = RegistryServer.USER + ":" + RegistryServer.PASSWORD;
      pullWhileItComesAndGoes(
          "guarded",
          registry.url(),
          new Registry(registry, credentials),
          RegistryServer.USER,
          RegistryServer.PASSWORD);
      assertThat(server.rest("GET", "/v1/repositories/docker/proxy/guarded", ""))
          .doesNotContain(RegistryServer.PASSWORD);
    }
  }

  @Test
  public void shouldPullFromEntrepotThatAsksForTokens() throws Exception {
    try (Entrepot other = Entrepot.started()) {
      int port = Ports.free();
      other.rest(
          "POST", "/v1/repositories/docker/hosted", Bodies.docker("images", "httpPort", port));
      pullWhileItComesAndGoes(
          "other",
          "http://127.0.0.1:" + port,
          new Other(other, port, other.admin()),
          Entrepot.ADMIN,
          other.adminPassword());
    }
  }

  private void pullWhileItComesAndGoes(
      String name, String url, Upstream upstream, String user, String password) throws Exception {
    push(first, upstream);
    int port = Ports.free();
    server.rest(
        "POST",
        "/v1/repositories/docker/proxy",
        Bodies.dockerProxy(name, url, port, Bodies.httpClient(user, password)));
    String image = "localhost:" + port + "/team/app";

    String digest = digest(image + ":v1");
    assertThat(digest).isEqualTo(digestOf(first));
    pull(image + ":v1");
    pull(image + "@" + digest);
    assertThat(tags(image)).contains("v1");

    upstream.stop();
    pull(image + ":v1");
    pull(image + "@" + digest);
    assertThat(tags(image)).contains("v1");
    assertThat(skopeo("inspect", "--raw", "docker://" + image + ":v2").fail())
        .doesNotContain("invalid character");

    upstream.start();
    push(second, upstream);
    String moved = digestOf(second);
    // Upstream is tried again some seconds after it was found to be gone.
    Waiting.until(
        "the moved tag is seen",
        Duration.ofSeconds(60),
        () -> digest(image + ":v1").equals(moved),
        server::console);
    pull(image + ":v1");
    pull(image + "@" + digest);
  }

  @Test
  public void shouldFindOutByItselfThatTheUpstreamIsBack() throws Exception {
    try (RegistryServer registry = RegistryServer.open()) {
      push(first, new Registry(registry, ""));
      int port = Ports.free();
      server.rest(
          "POST",
          "/v1/repositories/docker/proxy",
          Bodies.dockerProxy("back", registry.url(), port, ""));
      registry.stop();
      for (int i = 0; i < 5; i++) {
        skopeo(
                "inspect",
                "--raw",
                "--tls-verify=false",
                "--creds",
                server.admin(),
                "docker://localhost:" + port + "/team/app:v" + i)
            .fail();
      }
      assertThat(server.rest("GET", "/v1/repositories/back/upstream", "")).contains("AUTO_BLOCKED");

      registry.start();
      // Nobody asks it anything meanwhile.
      Waiting.until(
          "the upstream is found to be well",
          Duration.ofSeconds(60),
          () -> server.rest("GET", "/v1/repositories/back/upstream", "").contains("\"AVAILABLE\""),
          server::console);
      pull("localhost:" + port + "/team/app:v1");
    }
  }

  @Test
  public void shouldPullEveryArchitectureAndSyncWhatThereIs() throws Exception {
    try (RegistryServer registry = RegistryServer.open()) {
      Path layout = server.scratch("multi").resolve("layout");
      Command.of("cp", "-r", first.toString(), layout.toString()).succeed();
      Images.multiArchitecture(layout);
      skopeo(
              "copy",
              "--all",
              "--dest-tls-verify=false",
              "oci:" + layout + ":multi",
              "docker://" + registry.registry() + "/team/multi:v1")
          .succeed();
      push(first, new Registry(registry, ""));
      int port = Ports.free();
      server.rest(
          "POST",
          "/v1/repositories/docker/proxy",
          Bodies.dockerProxy("multi", registry.url(), port, Bodies.httpClient("", "")));
      String image = "localhost:" + port + "/team/multi:v1";

      for (String architecture : List.of("amd64", "arm64")) {
        assertThat(
                skopeo(
                        "--override-arch",
                        architecture,
                        "inspect",
                        "--tls-verify=false",
                        "--creds",
                        server.admin(),
                        "--config",
                        "docker://" + image)
                    .succeed())
            .contains("\"architecture\": \"" + architecture + "\"");
      }
      Path copies = server.scratch("copies");
      for (String repository : catalog(port)) {
        sync("localhost:" + port + "/" + repository, copies);
      }
      registry.stop();
      Path again = server.scratch("again");
      for (String repository : catalog(port)) {
        sync("localhost:" + port + "/" + repository, again);
      }
      assertThat(Command.of("diff", "-r", copies.toString(), again.toString()).succeed()).isEmpty();
      assertThat(copies.resolve("team/multi:v1")).exists();
      assertThat(copies.resolve("team/app:v1")).exists();
    }
  }

  private static void sync(String repository, Path into) throws IOException {
    skopeo(
            "sync",
            "--all",
            "--src",
            "docker",
            "--dest",
            "dir",
            "--src-tls-verify=false",
            "--src-creds",
            server.admin(),
            repository,
            into + "/" + repository.replaceFirst("^[^/]*/", "").replaceFirst("/[^/]*$", ""))
        .succeed();
  }

  private static List<String> catalog(int port) throws IOException {
    String json =
        Command.of("curl", "-sSf", "-u", server.admin(), "localhost:" + port + "/v2/_catalog")
            .succeed();
    List<String> names = new ArrayList<>();
    for (String name : json.replaceAll(".*\\[|\\].*|\"|\\s", "").split(",", -1)) {
      names.add(name);
    }
    return names;
  }

  @Test
  public void shouldTellDockerWhereNothingCanBePushed() throws Exception {
    int port = Ports.free();
    server.rest(
        "POST",
        "/v1/repositories/docker/proxy",
        Bodies.dockerProxy("taken", "http://127.0.0.1:1/", port, Bodies.httpClient("", "")));
    try (DockerEngine engine = DockerEngine.start()) {
      engine.login("localhost:" + port, Entrepot.ADMIN, server.adminPassword());
      String image = "localhost:" + port + "/app:v1";
      engine.build(image, "not here");
      assertThat(engine.docker("push", image).fail())
          .contains("'taken' is a proxy of http://127.0.0.1:1", "push to a hosted repository");
      assertThat(engine.docker("pull", image).fail())
          .contains("502")
          .doesNotContain("invalid character");
    }
  }

  @Test
  public void shouldSaveNoMirrorThatHasCredentials() throws Exception {
    String body =
        Bodies.dockerProxy(
                "leaky", "http://127.0.0.1:1", Ports.free(), Bodies.httpClient("someone", "secret"))
            .replace("\"v1Enabled\":true", "\"v1Enabled\":true,\"mirrorMode\":true");
    var refused = server.asAdmin("POST", "/service/rest/v1/repositories/docker/proxy", body);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("docker.mirrorMode", "httpClient.authentication");
  }

  private static void push(Path layout, Upstream upstream) {
    List<String> words = new ArrayList<>(List.of("copy", "--dest-tls-verify=false"));
    if (!upstream.credentials().isEmpty()) {
      words.addAll(List.of("--dest-creds", upstream.credentials()));
    }
    words.addAll(List.of("oci:" + layout + ":v1", upstream.image()));
    skopeo(words.toArray(String[]::new)).succeed();
  }

  private static void pull(String image) throws IOException {
    Path into = server.scratch("pulled");
    skopeo(
            "copy",
            "--src-tls-verify=false",
            "--src-creds",
            server.admin(),
            "docker://" + image,
            "dir:" + into)
        .succeed();
    assertThat(into.resolve("manifest.json")).exists();
  }

  private static String digest(String image) throws IOException {
    return inspect("--format", "{{.Digest}}", "docker://" + image);
  }

  private static String digestOf(Path layout) throws IOException {
    return skopeo("inspect", "--format", "{{.Digest}}", "oci:" + layout + ":v1").succeed().strip();
  }

  private static String tags(String image) throws IOException {
    return skopeo("list-tags", "--tls-verify=false", "--creds", server.admin(), "docker://" + image)
        .succeed();
  }

  private static String inspect(String... words) throws IOException {
    List<String> all =
        new ArrayList<>(List.of("inspect", "--tls-verify=false", "--creds", server.admin()));
    all.addAll(List.of(words));
    return skopeo(all.toArray(String[]::new)).succeed().strip();
  }

  private static Command skopeo(String... words) {
    List<String> all = new ArrayList<>(List.of("skopeo", "--insecure-policy"));
    all.addAll(List.of(words));
    return Command.of(all.toArray(String[]::new));
  }
}
