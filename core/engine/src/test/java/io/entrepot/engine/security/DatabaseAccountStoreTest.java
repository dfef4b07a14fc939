package io.entrepot.engine.security;

import static io.entrepot.engine.security.SecurityFixture.role;
import static io.entrepot.engine.security.SecurityFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.admin.UserAdmin.Role;
import io.entrepot.engine.admin.UserAdmin.Status;
import io.entrepot.engine.database.Database;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DatabaseAccountStoreTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private Database database;
  private DatabaseAccountStore store;

  @Before
  public void open() throws IOException {
    database = new Database(folder.getRoot().toPath());
    store = new DatabaseAccountStore(database);
  }

  @After
  public void close() throws IOException {
    database.close();
  }

  private Accounts reopened() throws IOException {
    close();
    open();
    return store.load();
  }

  @Test
  public void shouldBeEmptyAtFirst() throws IOException {
    Accounts accounts = store.load();

    assertThat(accounts.users()).isEmpty();
    assertThat(accounts.roles()).extracting(Role::id).containsExactly("nx-admin", "nx-anonymous");
    assertThat(accounts.anonymousAccess()).isFalse();
  }

  @Test
  public void shouldKeepUsers() throws IOException {
    Account alice = new Account(user("alice", Status.LOCKED, "nx-admin", "reader"), "hash");
    Account bob = new Account(user("bob", Status.CHANGEPASSWORD), "another");
    store.save(alice);
    store.save(bob);
    assertThat(reopened().users()).isEqualTo(List.of(alice, bob));

    Account changed = new Account(user("alice", Status.ACTIVE, "reader"), "changed");
    store.save(changed);
    assertThat(reopened().users()).isEqualTo(List.of(changed, bob));

    store.deleteUser("alice");
    assertThat(reopened().users()).isEqualTo(List.of(bob));
  }

  @Test
  public void shouldGiveAUserOfThatNameNothingOfAFormerOne() throws IOException {
    store.save(new Account(user("alice", Status.ACTIVE, "nx-admin"), "hash"));
    store.deleteUser("alice");

    store.save(new Account(user("alice", Status.ACTIVE), "hash"));

    assertThat(reopened().user("alice").orElseThrow().user().roles()).isEmpty();
  }

  @Test
  public void shouldKeepRoles() throws IOException {
    Role reader = role("reader", Set.of("nx-repository-view-*-*-read"), Set.of());
    Role outer = role("outer", Set.of("nx-users-all", "nx-roles-read"), Set.of("reader"));
    store.save(reader);
    store.save(outer);
    assertThat(reopened().role("reader")).contains(reader);
    assertThat(reopened().role("outer")).contains(outer);

    Role changed = role("outer", Set.of("nx-users-all"), Set.of("nx-anonymous"));
    store.save(changed);
    assertThat(reopened().role("outer")).contains(changed);
  }

  @Test
  public void shouldTakeARemovedRoleFromThoseWhoHadIt() throws IOException {
    store.save(role("reader", Set.of("nx-repository-view-*-*-read"), Set.of()));
    store.save(role("outer", Set.of(), Set.of("reader")));
    store.save(new Account(user("alice", Status.ACTIVE, "reader", "outer"), "hash"));

    store.deleteRole("reader");

    Accounts accounts = reopened();
    assertThat(accounts.role("reader")).isEmpty();
    assertThat(accounts.role("outer").orElseThrow().roles()).isEmpty();
    assertThat(accounts.user("alice").orElseThrow().user().roles()).containsExactly("outer");
  }

  @Test
  public void shouldKeepAChangedAnonymousRole() throws IOException {
    Role narrowed = role("nx-anonymous", Set.of("nx-repository-view-raw-a-read"), Set.of());

    store.save(narrowed);

    assertThat(reopened().role("nx-anonymous")).contains(narrowed);
  }

  @Test
  public void shouldKeepAnonymousAccess() throws IOException {
    store.anonymousAccess(true);
    assertThat(reopened().anonymousAccess()).isTrue();

    store.anonymousAccess(false);
    assertThat(reopened().anonymousAccess()).isFalse();
  }

  @Test
  public void shouldTakeTextsAsTheyAre() throws IOException {
    Account odd = new Account(user("o'; DROP TABLE account; --", Status.ACTIVE, "r'"), "h");
    store.save(odd);

    assertThat(reopened().users()).containsExactly(odd);
  }
}
