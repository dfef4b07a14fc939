package io.entrepot.engine.admin;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/** Users, roles and anonymous access. A service. Every change counts at once. */
@ProviderType
public interface UserAdmin {

  /** Whether a user may sign in. */
  enum Status {
    /** May. */
    ACTIVE,
    /** May not, until an administrator says otherwise. */
    LOCKED,
    /** May not. */
    DISABLED,
    /** May, with all rights: clients know no way to change a password. The console asks for it. */
    CHANGEPASSWORD
  }

  /**
   * A user of this server's own.
   *
   * @param id the name to sign in with; 1 to 100 characters without colon, slash or white space
   * @param roles ids of roles
   */
  record User(
      String id,
      String firstName,
      String lastName,
      String email,
      Status status,
      Set<String> roles) {
    public User {
      roles = Set.copyOf(roles);
    }
  }

  /**
   * Some privileges under a name.
   *
   * @param privileges names of privileges: {@code nx-all}, {@code
   *     nx-repository-view-<format>-<repository>-<action>}, each part possibly {@code *}
   * @param roles ids of further roles whose privileges it has too
   * @param readOnly whether it is built in
   */
  record Role(
      String id,
      String name,
      String description,
      Set<String> privileges,
      Set<String> roles,
      boolean readOnly) {
    public Role {
      privileges = Set.copyOf(privileges);
      roles = Set.copyOf(roles);
    }
  }

  /** All users, by id. */
  List<User> users();

  /** One user. */
  Optional<User> user(String id);

  /** Adds a user. */
  void create(User user, String password) throws RefusedException, IOException;

  /** Changes a user; the password stays. */
  void update(User user) throws RefusedException, IOException;

  /** Sets a password; the user is active then if it was to be changed. */
  void password(String id, String password) throws RefusedException, IOException;

  /** Removes a user. The last administrator and the caller cannot be removed. */
  void delete(String id) throws RefusedException, IOException;

  /** All roles, by id. */
  List<Role> roles();

  /** One role. */
  Optional<Role> role(String id);

  /** Adds a role. */
  void create(Role role) throws RefusedException, IOException;

  /** Changes a role. */
  void update(Role role) throws RefusedException, IOException;

  /** Removes a role. */
  void deleteRole(String id) throws RefusedException, IOException;

  /**
   * The names of all privileges that are not about one format or repository, sorted: {@code
   * nx-all}, {@code nx-users-read}, {@code nx-repository-view-*-*-*} …
   */
  List<String> privileges();

  /** Whether those without credentials have the rights of the role {@code nx-anonymous}. */
  boolean anonymousAccess();

  /** Turns that on or off. */
  void anonymousAccess(boolean enabled) throws IOException;
}
