package io.entrepot.format.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entrepot.spi.security.Action;
import io.entrepot.spi.security.Credentials;
import io.entrepot.spi.security.Permission;
import io.entrepot.spi.security.Subject;
import io.entrepot.spi.security.Verdict;
import io.entrepot.testkit.ClaimDriver;
import io.entrepot.testkit.RepositoryDriver;
import io.entrepot.testkit.TestClock;
import io.entrepot.testkit.TestContext;
import io.entrepot.testkit.TestReply;
import io.entrepot.testkit.TestRepositories;
import io.entrepot.testkit.TestRequest;
import io.entrepot.testkit.TestSigner;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.Test;

public final class DockerTokensTest {

  private static final Credentials BOB = new Credentials.Basic("bob", "secret & more");

  private final TestClock clock = new TestClock();
  private final TestSigner signer = new TestSigner(clock);
  private final DockerFormat format = new DockerFormat(signer, clock);
  private final TestContext team = TestContext.hosted(format).named("team");
  private final RepositoryDriver own = RepositoryDriver.of(format, team);
  private final ClaimDriver shared =
      new ClaimDriver(
          format.roots().get(0),
          new TestRepositories().add("team", own.repository()),
          team.content(),
          format.errors());

  @Test
  public void shouldGiveWhatWasAskedForAsFarAsTheUserMay() throws IOException {
    TestReply reply =
        shared.send(
            TestRequest.get("v2/token")
                .query("service", "entrepot.test")
                .query("scope", "repository:team/app:pull,push,delete")
                .allowing(only(Action.BROWSE, Action.READ, Action.ADD)));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    JsonNode body = Json.read(reply.text());
    assertThat(body.path("access_token")).isEqualTo(body.path("token"));
    assertThat(body.path("expires_in").asInt()).isEqualTo(300);
    assertThat(Instant.parse(body.path("issued_at").asText())).isBeforeOrEqualTo(clock.instant());
    Verdict.Delegated verdict = judged(reply);
    assertThat(verdict.user()).isEqualTo("alice");
    assertThat(verdict.limit())
        .accepts(may("team", Action.READ), may("team", Action.ADD))
        .rejects(may("team", Action.EDIT), may("team", Action.DELETE), may("other", Action.READ));
  }

  @Test
  public void shouldTakeSeveralScopes() throws IOException {
    TestReply reply =
        shared.send(
            TestRequest.get("v2/token")
                .query("scope", "repository:team/a:pull repository:team/b:delete")
                .query("scope", "repository(plugin):team/c:push")
                .query("scope", "")
                .query("scope", "nonsense"));
    assertThat(judged(reply).limit())
        .accepts(
            may("team", Action.READ),
            may("team", Action.DELETE),
            may("team", Action.ADD),
            may("team", Action.EDIT));
  }

  @Test
  public void shouldGiveAllForStar() throws IOException {
    TestReply reply =
        shared.send(TestRequest.get("v2/token").query("scope", "repository:team/a:*"));
    for (Action action : Action.values()) {
      assertThat(judged(reply).limit()).accepts(may("team", action));
    }
  }

  @Test
  public void shouldGiveNothingForRepositoryThatIsNotThere() throws IOException {
    for (String scope : Set.of("repository:other/app:pull", "repository:team:pull")) {
      TestReply reply = shared.send(TestRequest.get("v2/token").query("scope", scope));
      assertThat(reply.status()).isEqualTo(200);
      assertThat(judged(reply).limit())
          .rejects(may("other", Action.READ), may("team", Action.READ));
    }
  }

  @Test
  public void shouldMeanItselfAtItsOwnAddress() throws IOException {
    TestReply reply =
        own.send(TestRequest.get("v2/token").under("/").query("scope", "repository:any/app:pull"));
    assertThat(judged(reply).limit())
        .accepts(may("team", Action.READ))
        .rejects(may("any", Action.READ));
  }

  @Test
  public void shouldLetListImages() throws IOException {
    for (String scope : Set.of("registry:catalog:*", "registry:catalog:search")) {
      TestReply reply = shared.send(TestRequest.get("v2/token").query("scope", scope));
      assertThat(judged(reply).limit())
          .accepts(may("team", Action.READ), may("other", Action.BROWSE))
          .rejects(may("team", Action.ADD));
    }
  }

  @Test
  public void shouldGiveNobodyTokenInNobodysName() throws IOException {
    TestReply reply =
        shared.send(
            TestRequest.get("v2/token").asNobody().query("scope", "repository:team/app:pull"));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(judged(reply).user()).isEqualTo(Subject.ANONYMOUS);
    assertThat(judged(reply).limit()).rejects(may("team", Action.READ));
  }

  @Test
  public void shouldTakeOAuthForm() throws IOException {
    TestReply reply =
        shared.send(
            TestRequest.post("v2/token")
                .asNobody()
                .knowing(BOB, new Subject("bob", Optional.of("local")), only(Action.READ))
                .body(
                    "grant_type=password&username=bob&password=secret+%26+more&client_id=x"
                        + "&scope=repository%3Ateam%2Fapp%3Apull%2Cpush&service=s"));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(judged(reply).user()).isEqualTo("bob");
    assertThat(judged(reply).limit())
        .accepts(may("team", Action.READ))
        .rejects(may("team", Action.ADD));
  }

  @Test
  public void shouldRefuseWrongPasswordOfForm() throws IOException {
    TestReply reply =
        shared.send(
            TestRequest.post("v2/token")
                .asNobody()
                .body("grant_type=password&username=bob&password=guess"));
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.header("WWW-Authenticate")).startsWith("Basic ");
    assertThat(Json.read(reply.text()).at("/errors/0/code").asText()).isEqualTo("UNAUTHORIZED");
  }

  @Test
  public void shouldRefuseOtherGrants() throws IOException {
    for (String form : Set.of("grant_type=refresh_token&refresh_token=x", "", "a")) {
      TestReply reply = shared.send(TestRequest.post("v2/token").body(form));
      assertThat(reply.status()).isEqualTo(400);
      JsonNode body = Json.read(reply.text());
      assertThat(body.path("error").asText()).isEqualTo("unsupported_grant_type");
      assertThat(body.at("/errors/0/message").asText()).contains("grant_type");
    }
    assertThat(shared.send(TestRequest.post("v2/token").body("grant_type=%zz")).status())
        .isEqualTo(400);
  }

  @Test
  public void shouldNotGiveTokenForToken() {
    TestReply reply =
        shared.send(
            TestRequest.get("v2/token")
                .as(new Subject("alice", Optional.of(DockerTokenRealm.NAME))));
    assertThat(reply.status()).isEqualTo(401);
  }

  private Verdict.Delegated judged(TestReply reply) throws IOException {
    String token = Json.read(reply.text()).path("token").asText();
    return (Verdict.Delegated)
        new DockerTokenRealm(signer).authenticate(new Credentials.Bearer(token));
  }

  private static Permission may(String repository, Action action) {
    return new Permission("docker", repository, action);
  }

  private static Predicate<Permission> only(Action... actions) {
    return permission -> Set.of(actions).contains(permission.action());
  }
}
