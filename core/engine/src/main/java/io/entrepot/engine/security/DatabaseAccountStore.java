package io.entrepot.engine.security;

import io.entrepot.engine.admin.UserAdmin.Role;
import io.entrepot.engine.admin.UserAdmin.Status;
import io.entrepot.engine.admin.UserAdmin.User;
import io.entrepot.engine.database.Database;
import io.entrepot.engine.database.StoredSettings;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Users and roles in the tables that {@code V2__security.sql} makes. */
final class DatabaseAccountStore implements AccountStore {

  private static final String ANONYMOUS_SETTING = "security.anonymous";

  private final Database database;

  DatabaseAccountStore(Database database) {
    this.database = database;
  }

  @Override
  public Accounts load() throws IOException {
    boolean anonymous =
        new StoredSettings(database).find(ANONYMOUS_SETTING).map(Boolean::valueOf).orElse(false);
    return database.read(
        handle -> {
          Map<String, Set<String>> rolesOfAccounts =
              pairs(handle, "SELECT account, role FROM account_role");
          Map<String, Set<String>> privileges =
              pairs(handle, "SELECT role, privilege FROM role_privilege");
          Map<String, Set<String>> contained =
              pairs(handle, "SELECT role, contained FROM role_contained");
          List<Account> accounts =
              handle
                  .createQuery(
                      "SELECT id, first_name, last_name, email, status, password FROM account")
                  .map(
                      (row, context) ->
                          new Account(
                              new User(
                                  row.getString(1),
                                  row.getString(2),
                                  row.getString(3),
                                  row.getString(4),
                                  Status.valueOf(row.getString(5)),
                                  rolesOfAccounts.getOrDefault(row.getString(1), Set.of())),
                              row.getString(6)))
                  .list();
          List<Role> roles =
              handle
                  .createQuery("SELECT id, name, description FROM role")
                  .map(
                      (row, context) ->
                          new Role(
                              row.getString(1),
                              row.getString(2),
                              row.getString(3),
                              privileges.getOrDefault(row.getString(1), Set.of()),
                              contained.getOrDefault(row.getString(1), Set.of()),
                              false))
                  .list();
          return new Accounts(accounts, roles, anonymous);
        });
  }

  private static Map<String, Set<String>> pairs(Handle handle, String query) {
    Map<String, Set<String>> pairs = new HashMap<>();
    handle
        .createQuery(query)
        .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
        .forEach(
            pair ->
                pairs.computeIfAbsent(pair.getKey(), key -> new HashSet<>()).add(pair.getValue()));
    return pairs;
  }

  @Override
  public void save(Account account) throws IOException {
    User user = account.user();
    database.write(
        handle -> {
          handle.execute(
              "INSERT INTO account (id, first_name, last_name, email, status, password)"
                  + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                  + " first_name = excluded.first_name, last_name = excluded.last_name,"
                  + " email = excluded.email, status = excluded.status,"
                  + " password = excluded.password",
              user.id(),
              user.firstName(),
              user.lastName(),
              user.email(),
              user.status().name(),
              account.hash());
          handle.execute("DELETE FROM account_role WHERE account = ?", user.id());
          insert(
              handle,
              "INSERT INTO account_role (account, role) VALUES (?, ?)",
              user.id(),
              user.roles());
          return account;
        });
  }

  @Override
  public void deleteUser(String id) throws IOException {
    database.write(handle -> handle.execute("DELETE FROM account WHERE id = ?", id));
  }

  @Override
  public void save(Role role) throws IOException {
    database.write(
        handle -> {
          handle.execute(
              "INSERT INTO role (id, name, description) VALUES (?, ?, ?)"
                  + " ON CONFLICT (id) DO UPDATE SET"
                  + " name = excluded.name, description = excluded.description",
              role.id(),
              role.name(),
              role.description());
          handle.execute("DELETE FROM role_privilege WHERE role = ?", role.id());
          handle.execute("DELETE FROM role_contained WHERE role = ?", role.id());
          insert(
              handle,
              "INSERT INTO role_privilege (role, privilege) VALUES (?, ?)",
              role.id(),
              role.privileges());
          insert(
              handle,
              "INSERT INTO role_contained (role, contained) VALUES (?, ?)",
              role.id(),
              role.roles());
          return role;
        });
  }

  private static void insert(
      Handle handle, String statement, String owner, Collection<String> values) {
    values.forEach(value -> handle.execute(statement, owner, value));
  }

  @Override
  public void deleteRole(String id) throws IOException {
    database.write(
        handle -> {
          handle.execute("DELETE FROM account_role WHERE role = ?", id);
          handle.execute("DELETE FROM role_contained WHERE contained = ?", id);
          return handle.execute("DELETE FROM role WHERE id = ?", id);
        });
  }

  @Override
  public void anonymousAccess(boolean enabled) throws IOException {
    new StoredSettings(database).set(ANONYMOUS_SETTING, Boolean.toString(enabled));
  }
}
