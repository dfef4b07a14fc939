package io.entrepot.engine.security;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.UserAdmin.Role;
import io.entrepot.engine.admin.UserAdmin.User;
import io.entrepot.spi.security.Subject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What users and roles must be like. Fields have the names that REST has for them. */
final class AccountRules {

  private static final int LONGEST_PASSWORD = 1000;
  private static final int LONGEST_TEXT = 255;

  private AccountRules() {}

  /** A user without regard to other users and roles. */
  static void requireUser(User user) throws RefusedException {
    if (!user.id().matches("[^\\s:/\\\\\\p{Cntrl}\\p{Z}\\p{C}]{1,100}")) {
      throw invalid(
          "userId",
          "'"
              + shown(user.id())
              + "' is no user id: 1 to 100 characters, no : / \\ or white space");
    }
    if (user.id().equalsIgnoreCase(Subject.ANONYMOUS)) {
      throw invalid("userId", "'" + user.id() + "' is the name of those who send no credentials");
    }
    requireText("firstName", user.firstName());
    requireText("lastName", user.lastName());
    requireText("emailAddress", user.email());
  }

  static void requirePassword(String password) throws RefusedException {
    if (password.isEmpty()) {
      throw invalid("password", "the password is empty");
    }
    if (password.length() > LONGEST_PASSWORD) {
      throw invalid("password", "the password is longer than " + LONGEST_PASSWORD + " characters");
    }
  }

  private static void requireText(String field, String text) throws RefusedException {
    if (text.length() > LONGEST_TEXT) {
      throw invalid(field, "it is longer than " + LONGEST_TEXT + " characters");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw invalid(field, "'" + shown(text) + "' has a control character");
    }
  }

  static void requireRoles(Accounts accounts, Set<String> roles) throws RefusedException {
    for (String role : new TreeSet<>(roles)) {
      if (accounts.role(role).isEmpty()) {
        throw invalid("roles", "there is no role '" + shown(role) + "'");
      }
    }
  }

  /** A role among those that there are. */
  static void requireRole(Accounts accounts, Role role) throws RefusedException {
    if (!role.id().matches("[^\\s/\\\\\\p{C}]([^/\\\\\\p{C}]{0,253}[^\\s/\\\\\\p{C}])?")) {
      throw invalid(
          "id",
          "'"
              + shown(role.id())
              + "' is no role id: 1 to 255 characters, no / or \\, no white space at its ends");
    }
    requireText("name", role.name());
    requireText("description", role.description());
    for (String privilege : new TreeSet<>(role.privileges())) {
      try {
        Privilege.parse(privilege);
      } catch (IllegalArgumentException e) {
        throw invalid("privileges", shown(e.getMessage()));
      }
    }
    for (String contained : new TreeSet<>(role.roles())) {
      if (!contained.equals(role.id())) {
        requireRoles(accounts, Set.of(contained));
      }
      Optional<List<String>> way = way(accounts, contained, role.id());
      if (way.isPresent()) {
        throw invalid(
            "roles",
            "roles contain each other: '"
                + role.id()
                + "' > '"
                + String.join("' > '", way.get())
                + "'");
      }
    }
  }

  /** The roles on the way from one to another that it contains, both included. */
  private static Optional<List<String>> way(Accounts accounts, String from, String to) {
    Map<String, String> cameFrom = new HashMap<>();
    Deque<String> open = new ArrayDeque<>(List.of(from));
    cameFrom.put(from, "");
    while (!open.isEmpty()) {
      String id = open.poll();
      if (id.equals(to)) {
        Deque<String> path = new ArrayDeque<>();
        for (String step = id; !step.isEmpty(); step = cameFrom.get(step)) {
          path.addFirst(step);
        }
        return Optional.of(List.copyOf(path));
      }
      for (String next : accounts.role(id).map(Role::roles).orElse(Set.of())) {
        if (cameFrom.putIfAbsent(next, id) == null) {
          open.add(next);
        }
      }
    }
    return Optional.empty();
  }

  /** That a change leaves somebody who may do everything, unless there was nobody before either. */
  static void requireAdministrator(Accounts before, Accounts after, String changed)
      throws RefusedException {
    if (before.administrated() && !after.administrated()) {
      throw new RefusedException(
          Kind.FORBIDDEN, "", changed + ": nobody would be left who may administer this server");
    }
  }

  private static RefusedException invalid(String field, String message) {
    return new RefusedException(Kind.INVALID, field, message);
  }

  /** A text as it may stand in a message and a log. */
  static String shown(String text) {
    String cut = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text;
    return cut.replaceAll("\\p{C}", "?");
  }
}
