package io.entrepot.engine.rest;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.UserAdmin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Users as long as a test lasts. */
final class FakeUsers implements UserAdmin {

  final Map<String, String> passwords = new TreeMap<>();
  private final Map<String, User> users = new TreeMap<>();
  private final Map<String, Role> roles = new TreeMap<>();
  private boolean anonymous;

  FakeUsers() {
    roles.put("nx-admin", new Role("nx-admin", "Admin", "All", Set.of("nx-all"), Set.of(), true));
    for (String id : List.of("admin", "reader", "stranger")) {
      users.put(id, new User(id, id, "X", id + "@example.org", Status.ACTIVE, Set.of()));
      passwords.put(id, id);
    }
    passwords.put("guest", "guest");
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
    if (users.putIfAbsent(user.id(), user) != null) {
      throw new RefusedException(
          Kind.CONFLICT, "userId", "there is a user '" + user.id() + "' already");
    }
    passwords.put(user.id(), password);
  }

  @Override
  public void update(User user) {
    users.replace(user.id(), user);
  }

  @Override
  public void password(String id, String password) throws RefusedException {
    if (password.isEmpty()) {
      throw new RefusedException(Kind.INVALID, "password", "the password is empty");
    }
    passwords.replace(id, password);
  }

  @Override
  public void delete(String id) {
    users.remove(id);
    passwords.remove(id);
  }

  @Override
  public List<Role> roles() {
    return List.copyOf(roles.values());
  }

  @Override
  public Optional<Role> role(String id) {
    return Optional.ofNullable(roles.get(id));
  }

  @Override
  public void create(Role role) {
    roles.put(role.id(), role);
  }

  @Override
  public void update(Role role) {
    roles.replace(role.id(), role);
  }

  @Override
  public void deleteRole(String id) throws RefusedException {
    if (roles.get(id).readOnly()) {
      throw new RefusedException(Kind.FORBIDDEN, "id", "role '" + id + "' is built in");
    }
    roles.remove(id);
  }

  @Override
  public List<String> privileges() {
    return List.of("nx-all", "nx-users-read");
  }

  @Override
  public boolean anonymousAccess() {
    return anonymous;
  }

  @Override
  public void anonymousAccess(boolean enabled) {
    anonymous = enabled;
  }
}
