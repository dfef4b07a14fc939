package io.entrepot.engine.security;

import io.entrepot.spi.security.Permission;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What somebody's roles come to. Nothing is allowed that no privilege allows.
 *
 * @param privileges all of them
 */
record Rights(List<Privilege> privileges) {

  /** No right to anything. */
  static final Rights NONE = new Rights(List.of());

  /** What repositories may have done to them, in the words that privileges have for it. */
  private static final Map<String, String> REPOSITORY_ACTIONS =
      Map.of("read", "read", "create", "add", "update", "edit", "delete", "delete");

  Rights {
    privileges = List.copyOf(privileges);
  }

  /** All that several rights allow. */
  static Rights union(Collection<Rights> several) {
    return new Rights(
        several.stream().flatMap(rights -> rights.privileges.stream()).distinct().toList());
  }

  boolean allows(Permission permission) {
    return privileges.stream().anyMatch(privilege -> privilege.allows(permission));
  }

  /** As {@link Access#administers(String, String)}. */
  boolean administers(String domain, String action) {
    if (domain.equals("repositories")) {
      String managing = REPOSITORY_ACTIONS.getOrDefault(action, action);
      return privileges.stream().anyMatch(privilege -> privilege.managesAll(managing));
    }
    return privileges.stream().anyMatch(privilege -> privilege.administers(domain, action));
  }

  /** As {@link Access#administers(String, String, String)}. */
  boolean manages(String format, String repository, String action) {
    String managing = REPOSITORY_ACTIONS.getOrDefault(action, action);
    return privileges.stream()
        .anyMatch(privilege -> privilege.manages(format, repository, managing));
  }

  /** Whether they are those of an administrator: everything. */
  boolean everything() {
    return privileges.stream().anyMatch(Privilege.Everything.class::isInstance);
  }
}
