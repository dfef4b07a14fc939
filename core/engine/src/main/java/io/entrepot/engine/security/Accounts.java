package io.entrepot.engine.security;

import io.entrepot.engine.admin.UserAdmin.Role;
import io.entrepot.engine.admin.UserAdmin.User;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Users, roles and anonymous access as they are at one moment. Immutable: a change makes another
 * one, so two equal references mean that nothing changed.
 */
final class Accounts {

  /** The role that administrators have. It cannot be changed. */
  static final String ADMINISTRATOR = "nx-admin";

  /** The role of those without credentials. It can be changed, not removed. */
  static final String ANONYMOUS = "nx-anonymous";

  private static final Role ADMINISTRATOR_ROLE =
      new Role(ADMINISTRATOR, ADMINISTRATOR, "May do everything", Set.of("nx-all"), Set.of(), true);

  private static final Role ANONYMOUS_ROLE =
      new Role(
          ANONYMOUS,
          ANONYMOUS,
          "What is allowed without credentials, if anonymous access is on",
          Set.of("nx-repository-view-*-*-browse", "nx-repository-view-*-*-read"),
          Set.of(),
          false);

  private final SortedMap<String, Account> users = new TreeMap<>();
  private final SortedMap<String, Role> roles = new TreeMap<>();
  private final Map<String, Rights> rights = new HashMap<>();
  private final boolean anonymousAccess;

  /**
   * What was kept.
   *
   * @param roles without the administrator's; the anonymous one only if it was changed
   */
  Accounts(Collection<Account> users, Collection<Role> roles, boolean anonymousAccess) {
    users.forEach(account -> this.users.put(account.user().id(), account));
    this.roles.put(ANONYMOUS, ANONYMOUS_ROLE);
    roles.forEach(role -> this.roles.put(role.id(), role));
    this.roles.put(ADMINISTRATOR, ADMINISTRATOR_ROLE);
    this.anonymousAccess = anonymousAccess;
    this.roles.keySet().forEach(id -> rights.put(id, collect(id)));
  }

  private Rights collect(String id) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(id));
    Set<String> privileges = new HashSet<>();
    while (!open.isEmpty()) {
      Role role = roles.get(open.pop());
      if (role != null && seen.add(role.id())) {
        privileges.addAll(role.privileges());
        open.addAll(role.roles());
      }
    }
    return new Rights(privileges.stream().flatMap(name -> parse(name).stream()).toList());
  }

  /** A name that a newer version kept, and this one does not know, allows nothing. */
  private static Optional<Privilege> parse(String name) {
    try {
      return Optional.of(Privilege.parse(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** All accounts, by id. */
  List<Account> users() {
    return List.copyOf(users.values());
  }

  Optional<Account> user(String id) {
    return Optional.ofNullable(users.get(id));
  }

  /** All roles, by id. */
  List<Role> roles() {
    return List.copyOf(roles.values());
  }

  Optional<Role> role(String id) {
    return Optional.ofNullable(roles.get(id));
  }

  boolean anonymousAccess() {
    return anonymousAccess;
  }

  /** What some roles come to. Ids that no role has give nothing. */
  Rights rights(Set<String> ids) {
    return Rights.union(ids.stream().map(id -> rights.getOrDefault(id, Rights.NONE)).toList());
  }

  /** What is allowed without credentials. */
  Rights anonymousRights() {
    return anonymousAccess ? rights.get(ANONYMOUS) : Rights.NONE;
  }

  /** Whether somebody can sign in who may do everything. */
  boolean administrated() {
    return users.values().stream()
        .anyMatch(account -> account.open() && rights(account.user().roles()).everything());
  }

  Accounts with(Account account) {
    Map<String, Account> changed = new HashMap<>(users);
    changed.put(account.user().id(), account);
    return new Accounts(changed.values(), roles.values(), anonymousAccess);
  }

  Accounts withoutUser(String id) {
    Map<String, Account> changed = new HashMap<>(users);
    changed.remove(id);
    return new Accounts(changed.values(), roles.values(), anonymousAccess);
  }

  Accounts with(Role role) {
    Map<String, Role> changed = new HashMap<>(roles);
    changed.put(role.id(), role);
    return new Accounts(users.values(), changed.values(), anonymousAccess);
  }

  /** Without a role, which those who had it lose. */
  Accounts withoutRole(String id) {
    return new Accounts(
        users.values().stream()
            .map(account -> account.user().roles().contains(id) ? without(account, id) : account)
            .toList(),
        roles.values().stream()
            .filter(role -> !role.id().equals(id))
            .map(role -> role.roles().contains(id) ? without(role, id) : role)
            .toList(),
        anonymousAccess);
  }

  private static Account without(Account account, String role) {
    User user = account.user();
    return new Account(
        new User(
            user.id(),
            user.firstName(),
            user.lastName(),
            user.email(),
            user.status(),
            less(user.roles(), role)),
        account.hash());
  }

  private static Role without(Role role, String contained) {
    return new Role(
        role.id(),
        role.name(),
        role.description(),
        role.privileges(),
        less(role.roles(), contained),
        role.readOnly());
  }

  private static Set<String> less(Set<String> ids, String id) {
    return ids.stream().filter(one -> !one.equals(id)).collect(Collectors.toUnmodifiableSet());
  }

  Accounts withAnonymousAccess(boolean enabled) {
    return new Accounts(users.values(), roles.values(), enabled);
  }
}
