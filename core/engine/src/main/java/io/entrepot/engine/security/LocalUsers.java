package io.entrepot.engine.security;

import io.entrepot.engine.Environment;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.UserAdmin;
import io.entrepot.engine.database.Database;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server's own users. What requests ask for is in memory; a change is kept first and counts
 * from then on. At the first start there is one administrator, {@code admin}.
 */
@Component(service = {UserAdmin.class, LocalUsers.class})
public final class LocalUsers implements UserAdmin {

  private static final Logger log = LoggerFactory.getLogger(LocalUsers.class);

  private static final String FIRST = "admin";

  private final AccountStore store;
  private final PasswordHash passwords;
  private final FirstPassword firstPassword;
  private volatile Accounts accounts;

  /** Those in the database. */
  @Activate
  public LocalUsers(@Reference Database database, @Reference Environment environment)
      throws IOException {
    this(
        new DatabaseAccountStore(database),
        new Argon2PasswordHash(),
        new FirstPassword(environment.data(), environment.adminPasswordFile()));
  }

  LocalUsers(AccountStore store, PasswordHash passwords, FirstPassword firstPassword)
      throws IOException {
    this.store = store;
    this.passwords = passwords;
    this.firstPassword = firstPassword;
    this.accounts = store.load();
    if (accounts.users().isEmpty()) {
      createFirst();
    }
  }

  private void createFirst() throws IOException {
    User first =
        new User(
            FIRST,
            "Administrator",
            "User",
            "admin@example.org",
            Status.ACTIVE,
            Set.of(Accounts.ADMINISTRATOR));
    // The file first: if the server dies in between, it begins anew with another password.
    Account account = new Account(first, passwords.hash(firstPassword.obtain()));
    store.save(account);
    accounts = accounts.with(account);
    log.info("Created user '{}', whose password is in {}", FIRST, firstPassword.place());
  }

  /** One change in the store. */
  private interface Keeping {
    void run() throws IOException;
  }

  /** Keeps a change, which counts from then on. Only under the lock. */
  private void keep(Keeping change, Accounts changed) throws IOException {
    try {
      change.run();
    } catch (IOException e) {
      // A write whose end is not known may have been made after all.
      accounts = store.load();
      throw e;
    }
    accounts = changed;
  }

  /** As they are now. */
  Accounts accounts() {
    return accounts;
  }

  PasswordHash passwords() {
    return passwords;
  }

  @Override
  public List<User> users() {
    return accounts.users().stream().map(Account::user).toList();
  }

  @Override
  public Optional<User> user(String id) {
    return accounts.user(id).map(Account::user);
  }

  @Override
  public void create(User user, String password) throws RefusedException, IOException {
    AccountRules.requireUser(user);
    AccountRules.requirePassword(password);
    requireNew(user.id());
    // Outside the lock: it takes its time.
    Account account = new Account(user, hash(password));
    synchronized (this) {
      requireNew(user.id());
      AccountRules.requireRoles(accounts, user.roles());
      keep(() -> store.save(account), accounts.with(account));
    }
    log.info("Created user '{}'", user.id());
  }

  private String hash(String password) throws IOException {
    try {
      return passwords.hash(password);
    } catch (PasswordHash.BusyException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void requireNew(String id) throws RefusedException {
    for (Account account : accounts.users()) {
      if (account.user().id().equalsIgnoreCase(id)) {
        throw new RefusedException(
            Kind.CONFLICT, "userId", "there is already a user '" + account.user().id() + "'");
      }
    }
  }

  @Override
  public synchronized void update(User user) throws RefusedException, IOException {
    Account old = known(user.id());
    AccountRules.requireUser(user);
    AccountRules.requireRoles(accounts, user.roles());
    Account account = new Account(user, old.hash());
    Accounts changed = accounts.with(account);
    AccountRules.requireAdministrator(accounts, changed, "user '" + user.id() + "'");
    keep(() -> store.save(account), changed);
    log.info("Changed user '{}'", user.id());
  }

  @Override
  public void password(String id, String password) throws RefusedException, IOException {
    known(id);
    AccountRules.requirePassword(password);
    String hash = hash(password);
    synchronized (this) {
      User user = known(id).user();
      Account account =
          new Account(
              user.status() == Status.CHANGEPASSWORD ? with(user, Status.ACTIVE) : user, hash);
      keep(() -> store.save(account), accounts.with(account));
      if (id.equals(FIRST)) {
        firstPassword.forget();
      }
    }
    log.info("Changed the password of user '{}'", id);
  }

  private static User with(User user, Status status) {
    return new User(
        user.id(), user.firstName(), user.lastName(), user.email(), status, user.roles());
  }

  @Override
  public synchronized void delete(String id) throws RefusedException, IOException {
    known(id);
    Accounts changed = accounts.withoutUser(id);
    AccountRules.requireAdministrator(accounts, changed, "user '" + id + "'");
    keep(() -> store.deleteUser(id), changed);
    if (id.equals(FIRST)) {
      firstPassword.forget();
    }
    log.info("Removed user '{}'", id);
  }

  private Account known(String id) throws RefusedException {
    return accounts
        .user(id)
        .orElseThrow(
            () -> new RefusedException(Kind.NOT_FOUND, "userId", "there is no user '" + id + "'"));
  }

  @Override
  public List<Role> roles() {
    return accounts.roles();
  }

  @Override
  public Optional<Role> role(String id) {
    return accounts.role(id);
  }

  @Override
  public synchronized void create(Role role) throws RefusedException, IOException {
    AccountRules.requireRole(accounts, role);
    if (accounts.role(role.id()).isPresent()) {
      throw new RefusedException(
          Kind.CONFLICT, "id", "there is already a role '" + role.id() + "'");
    }
    keep(role);
    log.info("Created role '{}'", role.id());
  }

  @Override
  public synchronized void update(Role role) throws RefusedException, IOException {
    knownRole(role.id());
    AccountRules.requireRole(accounts, role);
    keep(role);
    log.info("Changed role '{}'", role.id());
  }

  private void keep(Role given) throws RefusedException, IOException {
    Role role =
        new Role(
            given.id(),
            given.name(),
            given.description(),
            given.privileges(),
            given.roles(),
            false);
    Accounts changed = accounts.with(role);
    AccountRules.requireAdministrator(accounts, changed, "role '" + role.id() + "'");
    keep(() -> store.save(role), changed);
  }

  @Override
  public synchronized void deleteRole(String id) throws RefusedException, IOException {
    knownRole(id);
    if (id.equals(Accounts.ANONYMOUS)) {
      throw new RefusedException(
          Kind.FORBIDDEN, "id", "the role '" + id + "' is that of anonymous access");
    }
    Accounts changed = accounts.withoutRole(id);
    AccountRules.requireAdministrator(accounts, changed, "role '" + id + "'");
    keep(() -> store.deleteRole(id), changed);
    log.info("Removed role '{}'", id);
  }

  private void knownRole(String id) throws RefusedException {
    Role role =
        accounts
            .role(id)
            .orElseThrow(
                () -> new RefusedException(Kind.NOT_FOUND, "id", "there is no role '" + id + "'"));
    if (role.readOnly()) {
      throw new RefusedException(Kind.FORBIDDEN, "id", "the role '" + id + "' is built in");
    }
  }

  @Override
  public List<String> privileges() {
    return Privilege.names();
  }

  @Override
  public boolean anonymousAccess() {
    return accounts.anonymousAccess();
  }

  @Override
  public synchronized void anonymousAccess(boolean enabled) throws IOException {
    keep(() -> store.anonymousAccess(enabled), accounts.withAnonymousAccess(enabled));
    log.info("Turned anonymous access {}", enabled ? "on" : "off");
  }
}
