package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** Real clients pull and push through one address, behind which there are several repositories. */
public class DockerGroupIT {

  private static Entrepot server;
  private static RegistryServer upstream;
  private static Containers containers;
  private static Path layout;
  private static int port;
  private static int readOnly;

  @BeforeClass
  public static void start() throws Exception {
    server =
        Entrepot.unpack()
            .set("ENTREPOT_UPSTREAM_ALLOW", "127.0.0.1")
            .set("ENTREPOT_TRUSTED_PROXIES", "127.0.0.1");
    server.start();
    upstream = RegistryServer.open();
    containers = new Containers();
    layout = Images.oci(server.scratch("image"), "the base", 1, 1);
    skopeo(
            "copy",
            "--dest-tls-verify=false",
            "oci:" + layout + ":v1",
            "docker://" + upstream.registry() + "/library/base:v1")
        .succeed();
    port = Ports.free();
    readOnly = Ports.free();
    server.rest(
        "POST",
        "/v1/repositories/docker/proxy",
        Bodies.dockerProxy("hub", upstream.url(), Ports.free(), Bodies.httpClient("", "")));
    server.rest(
        "POST", "/v1/repositories/docker/hosted", Bodies.docker("own", "httpPort", Ports.free()));
    server.rest(
        "POST",
        "/v1/repositories/docker/group",
        Bodies.dockerGroup("all", "\"own\",\"hub\"", "own", port, ""));
    server.rest(
        "POST",
        "/v1/repositories/docker/group",
        Bodies.dockerGroup("seen", "\"hub\",\"own\"", "", readOnly, ""));
  }

  @AfterClass
  public static void stop() throws IOException {
    containers.close();
    upstream.close();
    server.close();
  }

  @Test
  public void shouldBuildFromUpstreamAndPushThroughOneAddress() throws Exception {
    String registry = "localhost:" + port;
    String container =
        containers
            .buildah(
                "from",
                "--tls-verify=false",
                "--creds",
                server.admin(),
                registry + "/library/base:v1")
            .succeed()
            .strip()
            .lines()
            .reduce((first, last) -> last)
            .orElseThrow();
    Path file = server.scratch("file").resolve("built");
    Files.writeString(file, "built here");
    containers.buildah("copy", container, file.toString(), "/built").succeed();
    containers.buildah("commit", container, "built").succeed();
    for (String image : List.of(registry + "/team/built:v1", registry + "/library/base:mine")) {
      containers
          .buildah(
              "push", "--tls-verify=false", "--creds", server.admin(), "built", "docker://" + image)
          .succeed();
      pull(image);
    }
    assertThat(tags(registry + "/library/base")).contains("\"v1\"", "\"mine\"");
    // What was pushed is whole in the member that took it.
    pull(server.registry() + "/own/library/base:mine");
    pull(server.registry() + "/all/team/built:v1");
  }

  @Test
  public void shouldServeDockerEngineAndBeSearched() throws Exception {
    try (DockerEngine engine = DockerEngine.start()) {
      String registry = "localhost:" + port;
      engine
          .docker("login", registry, "--username", Entrepot.ADMIN, "--password-stdin")
          .input(server.adminPassword())
          .succeed();
      engine.docker("pull", registry + "/library/base:v1").succeed();
      assertThat(engine.run(registry + "/library/base:v1")).isEqualTo("the base");
      engine.docker("tag", registry + "/library/base:v1", registry + "/team/again:v1").succeed();
      engine.docker("push", registry + "/team/again:v1").succeed();
      engine.docker("rmi", registry + "/team/again:v1").succeed();
      engine.docker("pull", registry + "/team/again:v1").succeed();

      String refused = "localhost:" + readOnly + "/team/again:v1";
      engine
          .docker("login", "localhost:" + readOnly, "-u", Entrepot.ADMIN, "--password-stdin")
          .input(server.adminPassword())
          .succeed();
      engine.docker("tag", registry + "/team/again:v1", refused).succeed();
      assertThat(engine.docker("push", refused).fail())
          .contains("push to localhost:", "/team/again", "'own'")
          .doesNotContain("invalid character");
      assertThat(engine.docker("pull", registry + "/no/such:image").fail())
          .doesNotContain("invalid character");

      int https = Ports.free();
      server.rest(
          "POST",
          "/v1/repositories/docker/group",
          Bodies.dockerGroup("searched", "\"own\",\"hub\"", "own", Ports.free(), "")
              .replace("\"httpPort\"", "\"httpsPort\":" + https + ",\"httpPort\""));
      engine
          .docker("login", "localhost:" + https, "-u", Entrepot.ADMIN, "--password-stdin")
          .input(server.adminPassword())
          .succeed();
      assertThat(engine.docker("search", "localhost:" + https + "/a").succeed())
          .contains("library/base", "team/again");
    }
  }

  @Test
  public void shouldBeSearchedByPodman() throws Exception {
    Path login = containers.folder().resolve("auth.json");
    String secret =
        Base64.getEncoder().encodeToString(server.admin().getBytes(StandardCharsets.UTF_8));
    String registry = "localhost:" + port;
    for (String words : List.of(registry + "/base", server.registry() + "/all/library")) {
      Files.writeString(
          login,
          "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}"
              .formatted(words.replaceFirst("/.*", ""), secret));
      assertThat(
              containers
                  .podman("search", "--tls-verify=false", "--authfile", login.toString(), words)
                  .succeed())
          .contains("library/base");
    }
  }

  @Test
  public void shouldListWhatIsAboutAnImageWhereverThatIs() throws Exception {
    String digest =
        skopeo("inspect", "--format", "{{.Digest}}", "oci:" + layout + ":v1").succeed().strip();
    String tag = digest.replace(':', '-') + ".sig";
    byte[] empty = "{}".getBytes(StandardCharsets.UTF_8);
    String config = "sha256:" + Images.sha256(empty);
    String signature =
        """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
         "artifactType":"application/vnd.dev.cosign.artifact.sig.v1+json",
         "config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"%s","size":2},
         "layers":[],
         "subject":{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%s","size":1}}\
        """
            .formatted(config, digest);
    String here = "http://localhost:" + port;
    assertThat(
            send("POST", here + "/v2/library/base/blobs/uploads/?digest=" + config, "", empty)
                .statusCode())
        .isEqualTo(201);
    HttpResponse<String> signed =
        send(
            "PUT",
            here + "/v2/library/base/manifests/" + tag,
            "application/vnd.oci.image.manifest.v1+json",
            signature.getBytes(StandardCharsets.UTF_8));
    assertThat(signed.statusCode()).as(signed.body()).isEqualTo(201);
    assertThat(signed.headers().firstValue("OCI-Subject")).contains(digest);
    for (int each : new int[] {port, readOnly}) {
      HttpResponse<String> referrers =
          send(
              "GET",
              "http://localhost:" + each + "/v2/library/base/referrers/" + digest,
              "",
              new byte[0]);
      assertThat(referrers.statusCode()).isEqualTo(200);
      assertThat(referrers.body()).contains("cosign");
      pull("localhost:" + each + "/library/base:" + tag);
    }
  }

  @Test
  public void shouldServeBehindNginx() throws Exception {
    int front = Ports.free();
    Path folder = server.scratch("nginx");
    certificate(folder);
    Files.writeString(
        folder.resolve("nginx.conf"),
        """
        daemon off; pid %1$s/pid; error_log %1$s/error.log; worker_processes 1;
        events {}
        http {
          access_log off; client_max_body_size 0; proxy_request_buffering off;
          client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi; uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
          server {
            listen 127.0.0.1:%2$d ssl; server_name localhost;
            ssl_certificate %1$s/front.crt; ssl_certificate_key %1$s/front.key;
            location / {
              proxy_pass http://127.0.0.1:%3$d; proxy_http_version 1.1;
              proxy_set_header Host $http_host; proxy_set_header X-Forwarded-Proto https;
              proxy_set_header X-Forwarded-For $remote_addr;
            }
          }
        }
        """
            .formatted(folder, front, server.httpPort()));
    Process nginx = start(folder, "nginx", "-c", folder + "/nginx.conf");
    try {
      roundTripBehind(front, folder);
    } finally {
      end(nginx);
    }
  }

  @Test
  public void shouldServeBehindApacheThatLogsIn() throws Exception {
    int front = Ports.free();
    Path folder = server.scratch("apache");
    certificate(folder);
    String basic =
        Base64.getEncoder().encodeToString(server.admin().getBytes(StandardCharsets.UTF_8));
    Files.writeString(
        folder.resolve("apache.conf"),
        """
        ServerRoot "%1$s"
        PidFile "%1$s/pid"
        ErrorLog "%1$s/error.log"
        ServerName localhost
        Listen 127.0.0.1:%2$d
        LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
        LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
        LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
        LoadModule proxy_http_module /usr/lib/apache2/modules/mod_proxy_http.so
        LoadModule headers_module /usr/lib/apache2/modules/mod_headers.so
        LoadModule ssl_module /usr/lib/apache2/modules/mod_ssl.so
        <VirtualHost 127.0.0.1:%2$d>
          SSLEngine on
          SSLCertificateFile "%1$s/front.crt"
          SSLCertificateKeyFile "%1$s/front.key"
          ProxyPreserveHost On
          AllowEncodedSlashes NoDecode
          RequestHeader set X-Forwarded-Proto https
          RequestHeader set Authorization "Basic %4$s"
          ProxyPass / http://127.0.0.1:%3$d/ nocanon
        </VirtualHost>
        """
            .formatted(folder, front, server.httpPort(), basic));
    Process apache =
        start(folder, "apache2", "-d", folder.toString(), "-f", folder + "/apache.conf", "-X");
    try {
      Waiting.until("Apache answers", Duration.ofSeconds(30), () -> curl(front).run().exit() == 0);
      // Nobody says who they are: the server in front does.
      String image = "localhost:" + front + "/all/team/apache:v1";
      skopeo("copy", "--dest-tls-verify=false", "oci:" + layout + ":v1", "docker://" + image)
          .succeed();
      skopeo(
              "copy",
              "--src-tls-verify=false",
              "docker://" + image,
              "dir:" + server.scratch("pulled"))
          .succeed();
    } finally {
      end(apache);
    }
  }

  private static void roundTripBehind(int front, Path folder) throws Exception {
    Waiting.until(
        "the server in front answers", Duration.ofSeconds(30), () -> curl(front).run().exit() == 0);
    Path certificates = Files.createDirectories(folder.resolve("trusted"));
    Files.copy(folder.resolve("front.crt"), certificates.resolve("front.crt"));
    String image = "docker://localhost:" + front + "/all/team/fronted:v1";
    skopeo(
            "copy",
            "--dest-cert-dir",
            certificates.toString(),
            "--dest-creds",
            server.admin(),
            "oci:" + layout + ":v1",
            image)
        .succeed();
    skopeo(
            "copy",
            "--src-cert-dir",
            certificates.toString(),
            "--src-creds",
            server.admin(),
            "docker://localhost:" + front + "/all/library/base:v1",
            "dir:" + server.scratch("pulled"))
        .succeed();
    assertThat(Command.of("curl", "-sk", "-i", "https://localhost:" + front + "/v2/").succeed())
        .contains("realm=\"https://localhost:" + front + "/v2/token\"");
  }

  private static Command curl(int front) {
    return Command.of("curl", "-sk", "https://localhost:" + front + "/v2/");
  }

  private static void certificate(Path folder) {
    Command.of(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost",
            "-keyout",
            folder + "/front.key",
            "-out",
            folder + "/front.crt")
        .succeed();
  }

  private static Process start(Path folder, String... words) throws IOException {
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("console.log").toFile())
        .start();
  }

  private static void end(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  private static HttpResponse<String> send(String method, String url, String type, byte[] body)
      throws Exception {
    String basic =
        Base64.getEncoder().encodeToString(server.admin().getBytes(StandardCharsets.UTF_8));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", "Basic " + basic)
            .method(method, BodyPublishers.ofByteArray(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  private static void pull(String image) throws IOException {
    skopeo(
            "copy",
            "--src-tls-verify=false",
            "--src-creds",
            server.admin(),
            "docker://" + image,
            "dir:" + server.scratch("pulled"))
        .succeed();
  }

  private static String tags(String image) throws IOException {
    return skopeo("list-tags", "--tls-verify=false", "--creds", server.admin(), "docker://" + image)
        .succeed();
  }

  private static Command skopeo(String... words) {
    List<String> all = new ArrayList<>(List.of("skopeo", "--insecure-policy"));
    all.addAll(List.of(words));
    return Command.of(all.toArray(String[]::new));
  }
}
