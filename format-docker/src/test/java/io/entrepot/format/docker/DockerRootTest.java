package io.entrepot.format.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.security.Permission;
import io.entrepot.spi.security.Subject;
import io.entrepot.testkit.ClaimDriver;
import io.entrepot.testkit.MemoryMembers;
import io.entrepot.testkit.RepositoryDriver;
import io.entrepot.testkit.TestClock;
import io.entrepot.testkit.TestContext;
import io.entrepot.testkit.TestReply;
import io.entrepot.testkit.TestRepositories;
import io.entrepot.testkit.TestRequest;
import io.entrepot.testkit.TestSettings;
import io.entrepot.testkit.TestSigner;
import io.entrepot.testkit.TestUpstream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.Test;

public final class DockerRootTest {

  private static final Subject NOBODY_WITH_TOKEN =
      new Subject(Subject.ANONYMOUS, Optional.of(DockerTokenRealm.NAME));

  private final TestClock clock = new TestClock();
  private final DockerFormat format = new DockerFormat(new TestSigner(clock), clock);
  private final TestRepositories repositories = new TestRepositories();

  @Test
  public void shouldAskEveryoneWhoTheyAre() throws IOException {
    for (String path : List.of("v2/", "v2")) {
      TestReply reply = send(TestRequest.get(path).as(Subject.NOBODY));
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.header("WWW-Authenticate"))
          .isEqualTo("Bearer realm=\"https://entrepot.test/v2/token\",service=\"entrepot.test\"");
      assertThat(reply.header("Docker-Distribution-API-Version")).isEqualTo("registry/2.0");
      assertThat(Json.read(reply.text()).at("/errors/0/code").asText()).isEqualTo("UNAUTHORIZED");
    }
  }

  @Test
  public void shouldGreetWhoeverShowsToken() {
    assertThat(send(TestRequest.get("v2/")).status()).isEqualTo(200);
    TestReply reply = send(TestRequest.get("v2/").as(NOBODY_WITH_TOKEN).allowing(right -> false));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("{}");
  }

  @Test
  public void shouldSayThatThereIsNoSuchRepository() throws IOException {
    for (String path :
        List.of("v2/none/app/manifests/1", "v2/none/app/tags/list", "v2/none", "v2/No/a/b/c")) {
      TestReply reply = send(TestRequest.get(path));
      assertThat(reply.status()).as(path).isIn(400, 404);
      assertThat(Json.read(reply.text()).path("errors")).as(path).hasSize(1);
      assertThat(send(TestRequest.get(path).asNobody()).status()).as(path).isEqualTo(401);
    }
  }

  @Test
  public void shouldListImagesOfAllRepositoriesByPages() throws IOException {
    serve("b", List.of("x", "y"), settings -> settings);
    serve("a-c", List.of("z"), settings -> settings);
    serve("a", List.of("one", "two", "z/three"), settings -> settings);
    List<String> all = List.of("a-c/z", "a/one", "a/two", "a/z/three", "b/x", "b/y");
    assertThat(names(send(TestRequest.get("v2/_catalog")))).isEqualTo(all);
    for (int size = 1; size <= 7; size++) {
      List<String> seen = new ArrayList<>();
      TestReply reply = send(TestRequest.get("v2/_catalog").query("n", Integer.toString(size)));
      seen.addAll(names(reply));
      while (!reply.header("Link").isEmpty()) {
        assertThat(reply.header("Link")).startsWith("</v2/_catalog?n=" + size + "&last=");
        reply =
            send(
                TestRequest.get("v2/_catalog")
                    .query("n", Integer.toString(size))
                    .query("last", seen.get(seen.size() - 1)));
        assertThat(names(reply)).isNotEmpty();
        seen.addAll(names(reply));
      }
      assertThat(seen).as("n=" + size).isEqualTo(all);
    }
    assertThat(names(send(TestRequest.get("v2/_catalog").query("n", "0")))).isEmpty();
    assertThat(send(TestRequest.get("v2/_catalog").query("n", "100000")).status()).isEqualTo(400);
  }

  @Test
  public void shouldListWhatTheCallerMayRead() throws IOException {
    serve("a", List.of("one"), settings -> settings);
    serve("b", List.of("two"), settings -> settings);
    TestReply reply = send(TestRequest.get("v2/_catalog").allowing(reading("b")));
    assertThat(names(reply)).containsExactly("b/two");
    assertThat(results(send(TestRequest.get("v1/search").query("q", "").allowing(reading("b")))))
        .containsExactly("b/two");
  }

  @Test
  public void shouldNotListWhatHasNoPathForm() throws IOException {
    serve("Upper", List.of("one"), settings -> settings);
    serve("off", List.of("two"), settings -> settings.with(DockerSettings.PATH_ENABLED, "false"));
    serve("on", List.of("three"), settings -> settings);
    assertThat(names(send(TestRequest.get("v2/_catalog")))).containsExactly("on/three");
  }

  @Test
  public void shouldNeverAnswerWithEmptyListWherePermissionIsMissing() {
    serve("a", List.of("one"), settings -> settings);
    for (String path : List.of("v2/_catalog", "v1/search")) {
      TestReply nobody = send(TestRequest.get(path).query("q", "o").asNobody());
      assertThat(nobody.status()).isEqualTo(401);
      assertThat(nobody.header("WWW-Authenticate"))
          .isEqualTo(
              "Bearer realm=\"https://entrepot.test/v2/token\",service=\"entrepot.test\","
                  + "scope=\"registry:catalog:*\"");
      TestReply limited =
          send(TestRequest.get(path).as(NOBODY_WITH_TOKEN).allowing(right -> false));
      assertThat(limited.status()).isEqualTo(401);
      assertThat(limited.header("WWW-Authenticate")).contains("insufficient_scope");
      assertThat(send(TestRequest.get(path).allowing(right -> false)).status()).isEqualTo(403);
    }
  }

  @Test
  public void shouldAnswerFirstPingToAll() {
    TestReply reply = send(TestRequest.get("v1/_ping").asNobody());
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("X-Docker-Registry-Standalone")).isEqualTo("true");
  }

  @Test
  public void shouldSearch() throws IOException {
    serve("a", List.of("redis", "tools/redis-cli", "postgres"), settings -> settings);
    serve("b", List.of("redis"), settings -> settings);
    serve("c", List.of("redis"), settings -> settings.with(DockerSettings.V1_ENABLED, "false"));
    TestReply reply = send(TestRequest.get("v1/search").query("q", "REDIS").query("n", "25"));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(results(reply)).containsExactly("a/redis", "a/tools/redis-cli", "b/redis");
    JsonNode body = Json.read(reply.text());
    assertThat(body.path("num_results").asInt()).isEqualTo(3);
    assertThat(body.path("query").asText()).isEqualTo("REDIS");
    for (String field : List.of("is_official", "is_automated")) {
      assertThat(body.path("results").path(0).path(field).isBoolean()).isTrue();
    }
    assertThat(body.path("results").path(0).path("star_count").isInt()).isTrue();
    assertThat(results(send(TestRequest.get("v1/search").query("q", "redis").query("n", "1"))))
        .containsExactly("a/redis");
    assertThat(results(send(TestRequest.get("v1/search").query("q", "a/post"))))
        .containsExactly("a/postgres");
    assertThat(results(send(TestRequest.get("v1/search").query("q", "nope")))).isEmpty();
  }

  @Test
  public void shouldListAndSearchProxiesAndGroups() throws IOException {
    TestUpstream upstream = new TestUpstream();
    new UpstreamImages(upstream)
        .list("v2/_catalog?n=1000", "", "repositories", "team/redis", "nginx");
    TestContext hub = TestContext.proxy(format, upstream).named("hub");
    Repository proxy = format.create(hub);
    repositories.add("hub", proxy);
    TestContext all = TestContext.group(format, new MemoryMembers().and(proxy, hub)).named("all");
    repositories.add("all", format.create(all));
    serve("own", List.of("redis"), settings -> settings);

    assertThat(names(send(TestRequest.get("v2/_catalog"))))
        .containsExactly("all/nginx", "all/team/redis", "hub/nginx", "hub/team/redis", "own/redis");
    assertThat(names(send(TestRequest.get("v2/_catalog").query("n", "2").query("last", "all/x"))))
        .containsExactly("hub/nginx", "hub/team/redis");
    assertThat(results(send(TestRequest.get("v1/search").query("q", "redis"))))
        .containsExactly("all/team/redis", "hub/team/redis", "own/redis");
    assertThat(results(send(TestRequest.get("v1/search").query("q", "hub/ng"))))
        .containsExactly("hub/nginx");

    upstream.down(true);
    assertThat(names(send(TestRequest.get("v2/_catalog")))).containsExactly("own/redis");
  }

  private void serve(String name, List<String> images, UnaryOperator<TestSettings> set) {
    TestContext empty = TestContext.hosted(format).named(name);
    RepositoryDriver driver =
        RepositoryDriver.of(
            format, empty.with(set.apply(TestSettings.of(format, empty.recipe().type()))));
    try {
      for (String image : images) {
        Images.pushImage(new MemoryRegistry(driver, UnaryOperator.identity()), image, "1");
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    repositories.add(name, driver.repository());
  }

  private TestReply send(TestRequest request) {
    return new ClaimDriver(
            format.roots().get(request.path().startsWith("v2") ? 0 : 1),
            repositories,
            TestContext.hosted(format).content(),
            format.errors())
        .send(request);
  }

  private static Predicate<Permission> reading(String repository) {
    return permission -> permission.repository().equals(repository);
  }

  private static List<String> names(TestReply reply) throws IOException {
    List<String> names = new ArrayList<>();
    Json.read(reply.text()).path("repositories").forEach(name -> names.add(name.asText()));
    return names;
  }

  private static List<String> results(TestReply reply) throws IOException {
    List<String> names = new ArrayList<>();
    Json.read(reply.text())
        .path("results")
        .forEach(result -> names.add(result.path("name").asText()));
    return names;
  }
}
