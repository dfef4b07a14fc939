package io.entrepot.engine.security;

import io.entrepot.engine.admin.UserAdmin.Role;
import java.io.IOException;

/** Where users and roles are kept. Each change is kept as a whole, or not at all if it throws. */
interface AccountStore {

  /** All that is kept. */
  Accounts load() throws IOException;

  /** Adds or replaces a user. */
  void save(Account account) throws IOException;

  /** Removes a user. */
  void deleteUser(String id) throws IOException;

  /** Adds or replaces a role. */
  void save(Role role) throws IOException;

  /** Removes a role, also from users and roles that have it. */
  void deleteRole(String id) throws IOException;

  /** Turns anonymous access on or off. */
  void anonymousAccess(boolean enabled) throws IOException;
}
