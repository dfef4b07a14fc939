package io.entrepot.shell.user;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.UserAdmin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Users in memory: {@code admin}, and one whose status is to be told. */
final class FakeUsers implements UserAdmin {

  private final Map<String, User> users = new TreeMap<>();
  private final Map<String, String> passwords = new TreeMap<>();

  FakeUsers() {
    users.put(
        "admin",
        new User("admin", "Ada", "Min", "ada@example.org", Status.ACTIVE, Set.of("nx-admin")));
    users.put(
        "bob", new User("bob", "", "", "", Status.DISABLED, Set.of("writers", "nx-anonymous")));
  }

  /** The passwords that were set. */
  Map<String, String> passwords() {
    return passwords;
  }

  @Override
  public List<User> users() {
    return List.copyOf(users.values());
  }

  @Override
  public Optional<User> user(String id) {
    return Optional.ofNullable(users.get(id));
  }

  @Override
  public void create(User user, String password) throws RefusedException {
    if (user.roles().contains("none")) {
      throw new RefusedException(RefusedException.Kind.INVALID, "roles", "there is no role 'none'");
    }
    users.put(user.id(), user);
    passwords.put(user.id(), password);
  }

  @Override
  public void update(User user) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void password(String id, String password) {
    passwords.put(id, password);
  }

  @Override
  public void delete(String id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Role> roles() {
    return List.of(
        new Role("nx-admin", "Administrators", "", Set.of("nx-all"), Set.of(), true),
        new Role("writers", "Writers", "", Set.of(), Set.of(), false));
  }

  @Override
  public Optional<Role> role(String id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void create(Role role) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void update(Role role) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void deleteRole(String id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> privileges() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean anonymousAccess() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void anonymousAccess(boolean enabled) {
    throw new UnsupportedOperationException();
  }
}
