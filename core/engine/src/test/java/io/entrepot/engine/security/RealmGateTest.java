package io.entrepot.engine.security;

import static io.entrepot.engine.security.SecurityFixture.ADMIN_PASSWORD;
import static io.entrepot.engine.security.SecurityFixture.CLIENT;
import static io.entrepot.engine.security.SecurityFixture.admitted;
import static io.entrepot.engine.security.SecurityFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.admin.UserAdmin.Status;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.security.Action;
import io.entrepot.spi.security.Credentials;
import io.entrepot.spi.security.Credentials.Bearer;
import io.entrepot.spi.security.Permission;
import io.entrepot.spi.security.SecurityRealm;
import io.entrepot.spi.security.Subject;
import io.entrepot.spi.security.Verdict;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class RealmGateTest {

  private static final Permission READ = new Permission("raw", "files", Action.READ);
  private static final Permission ADD = new Permission("raw", "files", Action.ADD);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private SecurityFixture fixture;

  @Before
  public void prepare() throws Exception {
    fixture = new SecurityFixture(folder.getRoot().toPath());
    fixture.role("pusher", "nx-repository-view-raw-files-*");
    fixture.user("alice", "alices", "pusher");
  }

  @Test
  public void shouldGiveNobodyNothingWhileAnonymousAccessIsOff() {
    Access access = fixture.nobody();

    assertThat(access.subject()).isEqualTo(Subject.NOBODY);
    assertThat(access.allows(READ)).isFalse();
    assertThat(access.administers("users", "read")).isFalse();
  }

  @Test
  public void shouldLetNobodyReadWhileAnonymousAccessIsOn() throws Exception {
    fixture.users.anonymousAccess(true);

    assertThat(fixture.nobody().allows(READ)).isTrue();
    assertThat(fixture.nobody().allows(ADD)).isFalse();

    fixture.users.anonymousAccess(false);

    assertThat(fixture.nobody().allows(READ)).isFalse();
  }

  @Test
  public void shouldAdmitTheFirstAdministrator() {
    Access access = fixture.admitted("admin", ADMIN_PASSWORD);

    assertThat(access.subject())
        .isEqualTo(new Subject("admin", Optional.of("Local Authenticating Realm")));
    assertThat(access.allows(ADD)).isTrue();
    assertThat(access.administers("users", "delete")).isTrue();
  }

  @Test
  public void shouldNotTellWhetherAUserExists() {
    Problem wrongPassword = refused(fixture.basic("alice", "wrong"));
    Problem unknownUser = refused(fixture.basic("bob", "wrong"));

    assertThat(wrongPassword.status()).isEqualTo(401);
    assertThat(unknownUser).isEqualTo(wrongPassword);
    // As much work for the one as for the other.
    assertThat(fixture.passwords.verified).hasValue(2);
  }

  @Test
  public void shouldRefuseUsersWhoMayNotSignIn() throws Exception {
    for (Status status : Status.values()) {
      fixture.users.update(SecurityFixture.user("alice", status, "pusher"));

      Gate.Outcome outcome = fixture.basic("alice", "alices");

      if (status == Status.ACTIVE || status == Status.CHANGEPASSWORD) {
        assertThat(admitted(outcome).allows(ADD)).isTrue();
      } else {
        assertThat(refused(outcome).status()).isEqualTo(401);
        assertThat(refused(outcome).message()).contains("alice");
      }
    }
  }

  @Test
  public void shouldNotTellWithoutThePasswordThatAUserIsLocked() throws Exception {
    fixture.users.update(SecurityFixture.user("alice", Status.LOCKED));

    assertThat(refused(fixture.basic("alice", "wrong")))
        .isEqualTo(refused(fixture.basic("bob", "wrong")));
  }

  @Test
  public void shouldRefuseTokensThatNoRealmKnows() {
    Problem problem = refused(fixture.gate.enter(Optional.of(new Bearer("not-a-token")), CLIENT));

    assertThat(problem.status()).isEqualTo(401);
    assertThat(fixture.passwords.verified).hasValue(0);
  }

  @Test
  public void shouldAdmitWhomAnotherRealmAccepts() {
    add(0, "directory", credentials -> new Verdict.Accepted("carol", Set.of("pusher", "absent")));

    Access access = fixture.admitted("carol", "whatever");

    assertThat(access.subject()).isEqualTo(new Subject("carol", Optional.of("directory")));
    assertThat(access.allows(ADD)).isTrue();
    assertThat(access.allows(new Permission("raw", "other", Action.READ))).isFalse();
  }

  @Test
  public void shouldForgetARealmThatWent() {
    SecurityRealm realm =
        add(5, "directory", credentials -> new Verdict.Accepted("carol", Set.of()));
    fixture.gate.removeRealm(realm);

    assertThat(refused(fixture.basic("carol", "whatever")).status()).isEqualTo(401);
  }

  @Test
  public void shouldAskRealmsInTheOrderOfTheirRanking() {
    SecurityRealm low = add(1, "low", credentials -> new Verdict.Accepted("carol", Set.of()));
    add(2, "high", credentials -> new Verdict.Accepted("carol", Set.of()));

    assertThat(fixture.admitted("carol", "x").subject().realm()).contains("high");

    fixture.gate.addRealm(low, Map.of("service.ranking", 3));

    assertThat(fixture.admitted("carol", "x").subject().realm()).contains("low");
  }

  @Test
  public void shouldAskNoFurtherRealmAfterOneThatRejects() {
    add(2, "strict", credentials -> new Verdict.Rejected("expired"));
    add(1, "lax", credentials -> new Verdict.Accepted("carol", Set.of()));

    Problem problem = refused(fixture.basic("carol", "x"));

    assertThat(problem.status()).isEqualTo(401);
    assertThat(problem.message()).isEqualTo("expired");
  }

  @Test
  public void shouldSayThatItCannotBeSaidWhenARealmDoesNotAnswer() {
    add(2, "directory", credentials -> new Verdict.Unavailable("directory does not answer"));

    Problem problem = refused(fixture.basic("carol", "x"));

    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.message()).contains("directory");
    assertThat(problem.headers().first("Retry-After")).isPresent();
    assertThat(fixture.admitted("alice", "alices").allows(ADD)).isTrue();
  }

  @Test
  public void shouldTakeARealmThatThrowsAsOneThatDoesNotAnswer() {
    add(
        2,
        "broken",
        credentials -> {
          throw new IllegalStateException("broken");
        });

    assertThat(refused(fixture.basic("carol", "x")).status()).isEqualTo(503);
    assertThat(fixture.admitted("alice", "alices").allows(ADD)).isTrue();
  }

  @Test
  public void shouldNotLetARealmTakeALocalUsersName() {
    add(9, "impostor", credentials -> new Verdict.Accepted("admin", Set.of("nx-admin")));
    assertThat(refused(fixture.basic("admin", "guess")).status()).isEqualTo(401);
  }

  @Test
  public void shouldNotLetARealmTakeNobodysName() {
    add(9, "odd", credentials -> new Verdict.Accepted("anonymous", Set.of("nx-admin")));

    assertThat(refused(fixture.basic("anonymous", "x")).status()).isEqualTo(401);
  }

  @Test
  public void shouldCutATokensRightsToItsUsersOwn() {
    delegate("alice", permission -> true);

    Access access = fixture.bearer("token");

    assertThat(access.subject()).isEqualTo(new Subject("alice", Optional.of("tokens")));
    assertThat(access.allows(ADD)).isTrue();
    assertThat(access.allows(new Permission("raw", "other", Action.READ))).isFalse();
  }

  @Test
  public void shouldCutAUsersRightsToThoseOfTheToken() {
    delegate("alice", permission -> permission.action() == Action.READ);

    Access access = fixture.bearer("token");

    assertThat(access.allows(READ)).isTrue();
    assertThat(access.allows(ADD)).isFalse();
    assertThat(access.userAllows(ADD)).isTrue();
  }

  @Test
  public void shouldNotLetATokenAdminister() {
    delegate("admin", permission -> true);

    Access access = fixture.bearer("token");

    assertThat(access.allows(ADD)).isTrue();
    assertThat(access.administers("users", "read")).isFalse();
    assertThat(access.administers("raw", "files", "read")).isFalse();
  }

  @Test
  public void shouldFollowTheUsersRightsWhileATokenLives() throws Exception {
    delegate("alice", permission -> true);
    assertThat(fixture.bearer("token").allows(ADD)).isTrue();

    fixture.users.update(SecurityFixture.user("alice", Status.ACTIVE));
    assertThat(fixture.bearer("token").allows(ADD)).isFalse();

    fixture.users.update(SecurityFixture.user("alice", Status.DISABLED, "pusher"));
    assertThat(refusedBearer().status()).isEqualTo(401);

    fixture.users.delete("alice");
    assertThat(refusedBearer().status()).isEqualTo(401);
  }

  @Test
  public void shouldGiveAnAnonymousTokenNothingMoreThanNobodyHas() throws Exception {
    delegate("anonymous", permission -> true);
    assertThat(fixture.bearer("token").allows(READ)).isFalse();
    assertThat(fixture.bearer("token").subject().anonymous()).isTrue();
    assertThat(fixture.bearer("token").subject().authenticated()).isTrue();

    fixture.users.anonymousAccess(true);

    assertThat(fixture.bearer("token").allows(READ)).isTrue();
    assertThat(fixture.bearer("token").allows(ADD)).isFalse();
  }

  @Test
  public void shouldTakeATokenInTheNameOfAnotherRealmsUser() {
    delegate("carol", permission -> true);
    assertThat(refusedBearer().status()).isEqualTo(401);

    fixture.gate.addRealm(
        new FakeRealm("directory", credentials -> new Verdict.Unknown()) {
          @Override
          public Optional<Set<String>> roles(String user) {
            return user.equals("carol") ? Optional.of(Set.of("pusher")) : Optional.empty();
          }
        },
        Map.of());

    assertThat(fixture.bearer("token").allows(ADD)).isTrue();
  }

  private Problem refusedBearer() {
    return refused(fixture.gate.enter(Optional.of(new Bearer("token")), CLIENT));
  }

  private void delegate(String user, Predicate<Permission> limit) {
    add(
        0,
        "tokens",
        credentials ->
            credentials instanceof Bearer
                ? new Verdict.Delegated(user, limit)
                : new Verdict.Unknown());
  }

  private SecurityRealm add(int ranking, String name, Function<Credentials, Verdict> judgement) {
    SecurityRealm realm = new FakeRealm(name, judgement);
    fixture.gate.addRealm(realm, Map.of("service.ranking", ranking));
    return realm;
  }

  private static class FakeRealm implements SecurityRealm {
    private final String name;
    private final Function<Credentials, Verdict> judgement;

    FakeRealm(String name, Function<Credentials, Verdict> judgement) {
      this.name = name;
      this.judgement = judgement;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Verdict authenticate(Credentials credentials) {
      return judgement.apply(credentials);
    }
  }
}
