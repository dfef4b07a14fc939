package io.entrepot.engine.security;

import static io.entrepot.engine.security.SecurityFixture.ADMIN_PASSWORD;
import static io.entrepot.engine.security.SecurityFixture.refused;
import static io.entrepot.engine.security.SecurityFixture.role;
import static io.entrepot.engine.security.SecurityFixture.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.UserAdmin.Role;
import io.entrepot.engine.admin.UserAdmin.Status;
import io.entrepot.engine.admin.UserAdmin.User;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LocalUsersTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private SecurityFixture fixture;
  private LocalUsers users;

  @Before
  public void prepare() throws Exception {
    fixture = new SecurityFixture(folder.getRoot().toPath());
    users = fixture.users;
  }

  @Test
  public void shouldBeginWithOneAdministratorAndTwoRoles() {
    assertThat(users.users()).extracting(User::id).containsExactly("admin");
    assertThat(users.user("admin").orElseThrow().roles()).containsExactly("nx-admin");
    assertThat(users.roles()).extracting(Role::id).containsExactly("nx-admin", "nx-anonymous");
    assertThat(users.role("nx-admin").orElseThrow().readOnly()).isTrue();
    assertThat(users.anonymousAccess()).isFalse();
  }

  @Test
  public void shouldCreateNoAdministratorWhereThereAreUsers() throws Exception {
    fixture.user("root", "roots-secret", "nx-admin");
    users.delete("admin");

    LocalUsers again =
        new LocalUsers(
            fixture.store, fixture.passwords, new FirstPassword(fixture.data, Optional.empty()));

    assertThat(again.users()).extracting(User::id).containsExactly("root");
    assertThat(fixture.data.resolve("admin.password")).doesNotExist();
  }

  @Test
  public void shouldCreateChangeAndRemoveUsers() throws Exception {
    fixture.role("reader", "nx-repository-view-*-*-read");
    fixture.user("alice", "alices", "reader");
    assertThat(users.user("alice")).contains(user("alice", Status.ACTIVE, "reader"));

    users.update(user("alice", Status.LOCKED));
    assertThat(users.user("alice")).contains(user("alice", Status.LOCKED));

    users.delete("alice");
    assertThat(users.user("alice")).isEmpty();
    assertThat(fixture.store.load().user("alice")).isEmpty();
  }

  @Test
  public void shouldKeepThePasswordWhenAUserChanges() throws Exception {
    fixture.user("alice", "alices");

    users.update(user("alice", Status.CHANGEPASSWORD));

    assertThat(fixture.admitted("alice", "alices").subject().name()).isEqualTo("alice");
  }

  @Test
  public void shouldSetAPasswordAndBeActiveThen() throws Exception {
    users.create(user("alice", Status.CHANGEPASSWORD), "old");

    users.password("alice", "new");

    assertThat(refused(fixture.basic("alice", "old")).status()).isEqualTo(401);
    assertThat(fixture.admitted("alice", "new").subject().name()).isEqualTo("alice");
    assertThat(users.user("alice").orElseThrow().status()).isEqualTo(Status.ACTIVE);
  }

  @Test
  public void shouldLeaveALockedUserLockedWhenThePasswordIsSet() throws Exception {
    users.create(user("alice", Status.LOCKED), "old");

    users.password("alice", "new");

    assertThat(users.user("alice").orElseThrow().status()).isEqualTo(Status.LOCKED);
  }

  @Test
  public void shouldRefuseWrongUserIds() {
    for (String id :
        List.of("", "a b", "a:b", "a/b", "a\\b", "a\n", "a\u0000", "a\u00a0b", "a\u202eb")) {
      assertRefused(
          () -> users.create(user(id, Status.ACTIVE), "secret"), Kind.INVALID, "userId", "user id");
    }
    assertRefused(
        () -> users.create(user("x".repeat(101), Status.ACTIVE), "secret"),
        Kind.INVALID,
        "userId",
        "100");
    for (String id : List.of("anonymous", "Anonymous")) {
      assertRefused(
          () -> users.create(user(id, Status.ACTIVE), "secret"), Kind.INVALID, "userId", id);
    }
    assertThat(users.users()).hasSize(1);
  }

  @Test
  public void shouldRefuseAUserIdThatDiffersInCaseAlone() {
    assertRefused(
        () -> users.create(user("Admin", Status.ACTIVE), "secret"),
        Kind.CONFLICT,
        "userId",
        "'admin'");
  }

  @Test
  public void shouldRefuseWrongPasswords() {
    assertRefused(() -> users.create(user("a", Status.ACTIVE), ""), Kind.INVALID, "password", "");
    assertRefused(() -> users.password("admin", ""), Kind.INVALID, "password", "empty");
    assertRefused(
        () -> users.password("admin", "x".repeat(1001)), Kind.INVALID, "password", "1000");
    assertThat(fixture.admitted("admin", ADMIN_PASSWORD).subject().name()).isEqualTo("admin");
  }

  @Test
  public void shouldRefuseARoleThatThereIsNot() throws Exception {
    assertRefused(
        () -> users.create(user("alice", Status.ACTIVE, "absent"), "secret"),
        Kind.INVALID,
        "roles",
        "'absent'");
    fixture.user("alice", "alices");
    assertRefused(
        () -> users.update(user("alice", Status.ACTIVE, "absent")),
        Kind.INVALID,
        "roles",
        "'absent'");
    assertRefused(
        () -> users.create(role("new", Set.of(), Set.of("absent"))),
        Kind.INVALID,
        "roles",
        "'absent'");
  }

  @Test
  public void shouldRefuseAPrivilegeThatThereIsNot() {
    assertRefused(
        () -> users.create(role("new", Set.of("nx-all", "nx-nothing"), Set.of())),
        Kind.INVALID,
        "privileges",
        "'nx-nothing'");
    assertThat(users.role("new")).isEmpty();
  }

  @Test
  public void shouldRefuseRolesThatContainEachOther() throws Exception {
    users.create(role("a", Set.of(), Set.of()));
    users.create(role("b", Set.of(), Set.of("a")));
    users.create(role("c", Set.of(), Set.of("b")));

    assertRefused(
        () -> users.update(role("a", Set.of(), Set.of("c"))),
        Kind.INVALID,
        "roles",
        "'a' > 'c' > 'b' > 'a'");
    assertRefused(
        () -> users.update(role("a", Set.of(), Set.of("a"))), Kind.INVALID, "roles", "'a' > 'a'");
    assertRefused(
        () -> users.create(role("d", Set.of(), Set.of("d"))), Kind.INVALID, "roles", "'d' > 'd'");
  }

  @Test
  public void shouldFindNoCycleInRolesThatShareRoles() throws Exception {
    users.create(role("0", Set.of(), Set.of()));
    users.create(role("0x", Set.of(), Set.of()));
    // Each pair contains both of the pair before: as many ways as 2 to the 40th.
    for (int i = 1; i <= 40; i++) {
      String before = Integer.toString(i - 1);
      users.create(role(Integer.toString(i), Set.of(), Set.of(before, before + "x")));
      users.create(role(i + "x", Set.of(), Set.of(before, before + "x")));
    }

    assertThat(users.role("40")).isPresent();
  }

  @Test
  public void shouldRefuseChangesOfWhatIsNotThere() {
    assertRefused(
        () -> users.update(user("bob", Status.ACTIVE)), Kind.NOT_FOUND, "userId", "'bob'");
    assertRefused(() -> users.password("bob", "x"), Kind.NOT_FOUND, "userId", "'bob'");
    assertRefused(() -> users.delete("bob"), Kind.NOT_FOUND, "userId", "'bob'");
    assertRefused(
        () -> users.update(role("gone", Set.of(), Set.of())), Kind.NOT_FOUND, "id", "'gone'");
    assertRefused(() -> users.deleteRole("gone"), Kind.NOT_FOUND, "id", "'gone'");
  }

  @Test
  public void shouldLeaveTheBuiltInRoleAlone() {
    assertRefused(
        () -> users.update(role("nx-admin", Set.of(), Set.of())),
        Kind.FORBIDDEN,
        "id",
        "'nx-admin'");
    assertRefused(() -> users.deleteRole("nx-admin"), Kind.FORBIDDEN, "id", "'nx-admin'");
    assertRefused(() -> users.deleteRole("nx-anonymous"), Kind.FORBIDDEN, "id", "'nx-anonymous'");
    assertRefused(
        () -> users.create(role("nx-admin", Set.of(), Set.of())), Kind.CONFLICT, "id", "nx-admin");
  }

  @Test
  public void shouldTakeARemovedRoleFromThoseWhoHadIt() throws Exception {
    fixture.role("reader", "nx-repository-view-*-*-read");
    users.create(role("outer", Set.of(), Set.of("reader")));
    fixture.user("alice", "alices", "reader", "outer");

    users.deleteRole("reader");

    assertThat(users.user("alice").orElseThrow().roles()).containsExactly("outer");
    assertThat(users.role("outer").orElseThrow().roles()).isEmpty();
    assertThat(users.accounts().rights(Set.of("outer", "reader")).privileges()).isEmpty();
  }

  @Test
  public void shouldKeepTheLastAdministrator() throws Exception {
    users.create(role("masters", Set.of("nx-all"), Set.of()));
    fixture.user("locked", "secret", "nx-admin");
    users.update(user("locked", Status.LOCKED, "nx-admin"));
    List<ThrowingCallable> losses =
        List.of(
            () -> users.delete("admin"),
            () -> users.update(user("admin", Status.DISABLED, "nx-admin")),
            () -> users.update(user("admin", Status.LOCKED, "nx-admin")),
            () -> users.update(user("admin", Status.ACTIVE)));
    losses.forEach(loss -> assertRefused(loss, Kind.FORBIDDEN, "", "'admin'"));

    fixture.user("root", "secret", "masters");
    users.delete("admin");

    assertRefused(() -> users.deleteRole("masters"), Kind.FORBIDDEN, "", "'masters'");
    assertRefused(
        () -> users.update(role("masters", Set.of("nx-users-all"), Set.of())),
        Kind.FORBIDDEN,
        "",
        "'masters'");
    assertThat(users.user("root").orElseThrow().roles()).containsExactly("masters");
  }

  @Test
  public void shouldChangeNothingThatCouldNotBeKept() throws Exception {
    fixture.user("alice", "alices");
    fixture.store.fail(true);

    assertThatThrownBy(() -> fixture.user("bob", "bobs")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> users.delete("alice")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> users.password("alice", "new")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> users.anonymousAccess(true)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> fixture.role("new")).isInstanceOf(IOException.class);

    assertThat(users.users()).extracting(User::id).containsExactly("admin", "alice");
    assertThat(users.anonymousAccess()).isFalse();
    assertThat(users.role("new")).isEmpty();
    assertThat(fixture.admitted("alice", "alices").subject().name()).isEqualTo("alice");
  }

  private static void assertRefused(
      ThrowingCallable change, Kind kind, String field, String message) {
    RefusedException refusal = catchThrowableOfType(RefusedException.class, change);
    assertThat(refusal).isNotNull();
    assertThat(refusal.kind()).isEqualTo(kind);
    assertThat(refusal.field()).isEqualTo(field);
    assertThat(refusal).hasMessageContaining(message);
  }
}
