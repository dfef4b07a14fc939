package io.entrepot.format.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.security.Action;
import io.entrepot.spi.security.Claims;
import io.entrepot.spi.security.Credentials;
import io.entrepot.spi.security.Permission;
import io.entrepot.spi.security.SecurityRealm;
import io.entrepot.spi.security.Verdict;
import io.entrepot.testkit.SecurityRealmContract;
import io.entrepot.testkit.TestClock;
import io.entrepot.testkit.TestSigner;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public final class DockerTokenRealmTest extends SecurityRealmContract {

  private final TestClock clock = new TestClock();
  private final TestSigner signer = new TestSigner(clock);

  @Override
  protected SecurityRealm realm() {
    return new DockerTokenRealm(signer);
  }

  @Override
  protected Credentials right() {
    return token(DockerTokens.AUDIENCE, 300, Map.of());
  }

  @Override
  protected Credentials wrong() {
    return token(DockerTokens.AUDIENCE, 0, Map.of());
  }

  @Override
  protected Credentials foreign() {
    return new Credentials.Basic("alice", "secret-of-alice");
  }

  @Test
  public void shouldLeaveTokensOfAnotherKindToOthers() {
    assertThat(realm().authenticate(new Credentials.Bearer("NpmToken.1234")))
        .isInstanceOf(Verdict.Unknown.class);
  }

  @Test
  public void shouldRejectTokenForAnotherAudience() {
    assertThat(realm().authenticate(token("npm", 300, Map.of())))
        .isInstanceOf(Verdict.Rejected.class);
  }

  @Test
  public void shouldLimitToWhatTheTokenCarries() {
    Verdict verdict =
        realm()
            .authenticate(
                token(
                    DockerTokens.AUDIENCE,
                    300,
                    Map.of(
                        "access",
                        List.of(
                            Map.of("name", "team", "actions", List.of("read", "add", "fly")),
                            Map.of("name", 7, "actions", "read"),
                            "nonsense"))));
    Verdict.Delegated delegated = (Verdict.Delegated) verdict;
    assertThat(delegated.user()).isEqualTo("alice");
    assertThat(delegated.limit())
        .accepts(
            new Permission("docker", "team", Action.READ),
            new Permission("docker", "team", Action.ADD))
        .rejects(
            new Permission("docker", "team", Action.EDIT),
            new Permission("docker", "other", Action.READ),
            new Permission("raw", "team", Action.READ));
  }

  private Credentials.Bearer token(String audience, int seconds, Map<String, Object> more) {
    Instant now = clock.instant();
    return new Credentials.Bearer(
        DockerTokens.PREFIX
            + signer.sign(new Claims("alice", audience, now, now.plusSeconds(seconds), more)));
  }
}
