package io.entrepot.engine.security;

import static io.entrepot.engine.security.SecurityFixture.ADMIN_PASSWORD;
import static io.entrepot.engine.security.SecurityFixture.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.admin.UserAdmin.Status;
import io.entrepot.spi.security.Credentials;
import io.entrepot.spi.security.SecurityRealm;
import io.entrepot.spi.security.Verdict;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class GateSignInTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private SecurityFixture fixture;
  private GateSignIn signIn;

  @Before
  public void prepare() throws Exception {
    fixture = new SecurityFixture(folder.getRoot().toPath());
    signIn = new GateSignIn(fixture.gate);
  }

  private boolean administrator(String user, String password) {
    return signIn.administrator(user, password.toCharArray(), CLIENT);
  }

  @Test
  public void shouldKnowAdministratorsByTheirPassword() {
    assertThat(administrator("admin", ADMIN_PASSWORD)).isTrue();
    assertThat(administrator("admin", "wrong")).isFalse();
    assertThat(administrator("nobody", ADMIN_PASSWORD)).isFalse();
    assertThat(administrator("", "")).isFalse();
    assertThat(administrator("anonymous", "")).isFalse();
  }

  @Test
  public void shouldKeepOutWhoMayNotDoEverything() throws Exception {
    fixture.role("nearly", "nx-repository-view-*-*-*", "nx-repository-admin-*-*-*", "nx-users-all");
    fixture.user("alice", "alices", "nearly");
    assertThat(administrator("alice", "alices")).isFalse();

    fixture.users.update(SecurityFixture.user("alice", Status.ACTIVE, "nearly", "nx-admin"));
    assertThat(administrator("alice", "alices")).isTrue();
  }

  @Test
  public void shouldKeepOutWhoMayNotSignIn() throws Exception {
    fixture.user("alice", "alices", "nx-admin");
    fixture.users.update(SecurityFixture.user("alice", Status.DISABLED, "nx-admin"));

    assertThat(administrator("alice", "alices")).isFalse();
  }

  @Test
  public void shouldNotTakeATokenForAPassword() {
    fixture.gate.addRealm(
        new SecurityRealm() {
          @Override
          public String name() {
            return "tokens";
          }

          @Override
          public Verdict authenticate(Credentials credentials) {
            return new Verdict.Delegated("admin", permission -> true);
          }
        },
        Map.of("service.ranking", 1000));

    assertThat(administrator("admin", "a token")).isFalse();
  }

  @Test
  public void shouldSlowDownWhoGuesses() {
    for (int i = 0; i < Throttle.FREE; i++) {
      administrator("admin", "guess " + i);
    }

    assertThat(administrator("admin", ADMIN_PASSWORD)).isFalse();
    assertThat(signIn.administrator("admin", ADMIN_PASSWORD.toCharArray(), "192.0.2.99")).isTrue();
  }
}
