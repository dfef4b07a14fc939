package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** Docker Engine against a server as it is after its first start. */
public class DockerEngineIT {

  private static Entrepot server;
  private static DockerEngine engine;

  @BeforeClass
  public static void start() throws IOException {
    server = Entrepot.started();
    engine = DockerEngine.start();
    login(server.registry());
  }

  @AfterClass
  public static void stop() throws IOException {
    engine.close();
    server.close();
  }

  private static void login(String registry) throws IOException {
    engine
        .docker("login", registry, "--username", Entrepot.ADMIN, "--password-stdin")
        .input(server.adminPassword())
        .succeed();
  }

  @Test
  public void shouldPushPullAndRunAtOnceByPath() throws IOException {
    String image = server.registry() + "/docker-hosted/app:v1";
    engine.build(image, "hello by path");

    engine.docker("push", image).succeed();
    engine.docker("rmi", image).succeed();
    engine.docker("pull", image).succeed();

    assertThat(engine.run(image)).isEqualTo("hello by path");
  }

  @Test
  public void shouldPushAndPullThroughAnHttpsPortOpenedByRest() throws Exception {
    int port = Ports.free();
    server.rest(
        "POST", "/v1/repositories/docker/hosted", Bodies.docker("by-rest", "httpsPort", port));
    String registry = "localhost:" + port;
    login(registry);
    String image = registry + "/team/app:v1";
    engine.build(image, "hello over https");

    engine.docker("push", image).succeed();
    engine.docker("rmi", image).succeed();
    engine.docker("pull", image).succeed();

    assertThat(engine.run(image)).isEqualTo("hello over https");
  }

  @Test
  public void shouldPushAndPullThroughAnHttpPortOpenedInTheShell() throws Exception {
    int port = Ports.free();
    Command.Result created =
        server.shell("repository:create docker hosted by-shell --http-port " + port);
    assertThat(created.exit()).as(created.output()).isZero();
    String registry = "localhost:" + port;
    login(registry);
    String image = registry + "/app:v1";
    engine.build(image, "hello from the shell");

    engine.docker("push", image).succeed();
    engine.docker("rmi", image).succeed();
    engine.docker("pull", image).succeed();

    assertThat(engine.run(image)).isEqualTo("hello from the shell");
  }

  @Test
  public void shouldFindImagesBySearch() throws Exception {
    int port = Ports.free();
    server.rest(
        "POST", "/v1/repositories/docker/hosted", Bodies.docker("searched", "httpsPort", port));
    String registry = "localhost:" + port;
    login(registry);
    String image = registry + "/needle/in-haystack:v1";
    engine.build(image, "found");
    engine.docker("push", image).succeed();

    assertThat(engine.docker("search", registry + "/needle").succeed())
        .contains("needle/in-haystack");
  }

  @Test
  public void shouldSayInASentenceWhatIsWrong() throws Exception {
    String unknown = server.registry() + "/no-such-repository/app:v1";
    engine.build(unknown, "nowhere");

    assertThat(engine.docker("push", unknown).fail())
        .contains("no-such-repository")
        .doesNotContain("invalid character");
    assertThat(engine.docker("pull", server.registry() + "/docker-hosted/absent:v1").fail())
        .contains("absent")
        .doesNotContain("invalid character");
    assertThat(
            engine
                .docker("login", server.registry(), "-u", Entrepot.ADMIN, "--password-stdin")
                .input("wrong")
                .fail())
        .contains("unauthorized")
        .doesNotContain("invalid character");
    login(server.registry());
  }

  @Test
  public void shouldRefuseThePushOfOneWhoMayOnlyRead() throws Exception {
    server.rest(
        "POST",
        "/v1/security/roles",
        """
        {"id":"reader","name":"reader","description":"reads","roles":[],
         "privileges":["nx-repository-view-docker-*-read","nx-repository-view-docker-*-browse"]}""");
    server.rest("POST", "/v1/security/users", Bodies.user("rita", "ritas-password", "reader"));
    int port = Ports.free();
    server.rest(
        "POST", "/v1/repositories/docker/hosted", Bodies.docker("guarded", "httpPort", port));
    String registry = "localhost:" + port;
    engine
        .docker("login", registry, "-u", "rita", "--password-stdin")
        .input("ritas-password")
        .succeed();
    String image = registry + "/app:v1";
    engine.build(image, "not yours");

    assertThat(engine.docker("push", image).fail())
        .containsAnyOf("denied", "unauthorized")
        .doesNotContain("invalid character");
  }
}
