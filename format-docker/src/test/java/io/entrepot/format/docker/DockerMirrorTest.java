package io.entrepot.format.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.security.Action;
import io.entrepot.spi.security.Credentials;
import io.entrepot.spi.security.Permission;
import io.entrepot.spi.security.Subject;
import io.entrepot.testkit.MemoryMembers;
import io.entrepot.testkit.RepositoryDriver;
import io.entrepot.testkit.TestClock;
import io.entrepot.testkit.TestContext;
import io.entrepot.testkit.TestReply;
import io.entrepot.testkit.TestRequest;
import io.entrepot.testkit.TestSettings;
import io.entrepot.testkit.TestSigner;
import io.entrepot.testkit.TestUpstream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public final class DockerMirrorTest {

  private static final Subject NOBODYS_TOKEN =
      new Subject(Subject.ANONYMOUS, Optional.of(DockerTokenRealm.NAME));

  private final TestClock clock = new TestClock();
  private final TestSigner signer = new TestSigner(clock);
  private final DockerFormat format = new DockerFormat(signer, clock);
  private final DockerTokenRealm realm = new DockerTokenRealm(signer);
  private final TestUpstream upstream = new TestUpstream();
  private final UpstreamImages images = new UpstreamImages(upstream);
  private final RepositoryDriver mirror = driver(proxy("mirror", "true", ""));

  @Test
  public void shouldLookAtNoCredentialsOnItsOwnPortAlone() {
    TestRequest request = TestRequest.get("v2/app/manifests/1");
    assertThat(mirror.repository().ignoresCredentials(request.under("/"))).isTrue();
    assertThat(mirror.repository().ignoresCredentials(request.through("/v2/", "mirror"))).isFalse();
    assertThat(mirror.repository().ignoresCredentials(request.under("/repository/mirror/")))
        .isFalse();
    assertThat(
            driver(proxy("other", "false", "")).repository().ignoresCredentials(request.under("/")))
        .isFalse();
  }

  @Test
  public void shouldIssueTheAnonymousTokenToWhoeverAsks() throws IOException {
    images.image("library/redis", "7");
    TestReply ping = send(TestRequest.get("v2/").as(Subject.NOBODY));
    assertThat(ping.status()).isEqualTo(401);
    assertThat(ping.header("WWW-Authenticate")).startsWith("Bearer realm=");
    for (TestRequest request :
        List.of(
            token("repository:library/redis:pull"),
            TestRequest.post("v2/token")
                .body(
                    "grant_type=password&username=hub&password=secret&service=x"
                        + "&scope=repository%3Alibrary%2Fredis%3Apull"))) {
      TestReply reply = send(request.as(Subject.NOBODY).allowing(DockerMirrorTest::reading));
      assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
      String token = Json.read(reply.text()).path("token").asText();
      assertThat(realm.authenticate(new Credentials.Bearer(token)).toString())
          .contains("user=anonymous");
    }
    TestReply pulled =
        send(
            TestRequest.get("v2/library/redis/manifests/7")
                .as(NOBODYS_TOKEN)
                .allowing(DockerMirrorTest::reading));
    assertThat(pulled.status()).isEqualTo(200);
  }

  @Test
  public void shouldRefuseWhoeverWantsToPush() throws IOException {
    TestReply token = send(token("repository:app:pull,push").as(Subject.NOBODY));
    assertThat(token.status()).isEqualTo(401);
    assertThat(token.text()).contains("nobody can push");
    TestReply pushed =
        send(TestRequest.post("v2/app/blobs/uploads/").as(NOBODYS_TOKEN).allowing(right -> true));
    assertThat(pushed.status()).isEqualTo(405);
    assertThat(pushed.text()).contains("'mirror' is a mirror here");
  }

  @Test
  public void shouldSayThatNobodyMayRead() throws IOException {
    TestReply reply =
        send(TestRequest.get("v2/app/manifests/1").as(Subject.NOBODY).allowing(right -> false));
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.text()).contains("anonymous access");
    assertThat(send(TestRequest.get("").allowing(right -> true)).status()).isEqualTo(404);
  }

  @Test
  public void shouldNotBeWhereItHasCredentials() {
    assertThatThrownBy(() -> driver(proxy("private", "true", "secret")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("docker.mirrorMode")
        .hasMessageContaining("httpClient.authentication");
  }

  @Test
  public void shouldAskNoMemberThatHasCredentials() throws IOException {
    TestUpstream secret = new TestUpstream();
    new UpstreamImages(secret).image("app", "1");
    secret.has("v2/_catalog?n=1000", "application/json", "{\"repositories\":[\"app\"]}");
    TestContext hidden = context("private", secret, "false", "someone");
    TestContext open = proxy("open", "false", "");
    UpstreamImages.Image image = images.image("other", "1");
    MemoryMembers inner = new MemoryMembers().and(format.create(hidden), hidden);
    TestContext nested = TestContext.group(format, inner).named("nested");
    MemoryMembers members =
        new MemoryMembers()
            .and(format.create(hidden), hidden)
            .and(format.create(nested), nested)
            .and(format.create(open), open);
    TestContext context = TestContext.group(format, members).named("all");
    RepositoryDriver group =
        driver(
            context.with(
                TestSettings.of(format, RepositoryType.GROUP)
                    .with(DockerSettings.MIRROR_MODE, "true")));
    TestRequest request = TestRequest.get("v2/app/manifests/1").allowing(DockerMirrorTest::reading);

    assertThat(group.send(request.as(NOBODYS_TOKEN).under("/")).status()).isEqualTo(404);
    assertThat(
            DockerProxyFixture.texts(
                group.send(
                    TestRequest.get("v2/_catalog").allowing(DockerMirrorTest::reading).under("/")),
                "repositories"))
        .doesNotContain("app");
    assertThat(secret.questions()).isEmpty();
    assertThat(
            group
                .send(
                    TestRequest.get("v2/other/manifests/1")
                        .as(NOBODYS_TOKEN)
                        .allowing(DockerMirrorTest::reading)
                        .under("/"))
                .body())
        .isEqualTo(image.manifest());
    // Those who say who they are, where that is looked at, get it.
    assertThat(group.send(request.through("/v2/", "all")).status()).isEqualTo(200);
  }

  private static boolean reading(Permission right) {
    return right.action() == Action.READ || right.action() == Action.BROWSE;
  }

  private static TestRequest token(String scope) {
    return TestRequest.get("v2/token").query("service", "x").query("scope", scope);
  }

  private TestReply send(TestRequest request) {
    return mirror.send(request.under("/"));
  }

  private TestContext proxy(String name, String mirrored, String user) {
    return context(name, upstream, mirrored, user);
  }

  private TestContext context(String name, TestUpstream from, String mirrored, String user) {
    TestSettings settings =
        TestSettings.of(format, RepositoryType.PROXY)
            .with("proxy.remoteUrl", "https://registry.example")
            .with(DockerSettings.MIRROR_MODE, mirrored);
    return TestContext.proxy(format, from)
        .named(name)
        .with(
            user.isEmpty() ? settings : settings.with("httpClient.authentication.username", user));
  }

  private RepositoryDriver driver(TestContext context) {
    return RepositoryDriver.of(format, context);
  }
}
