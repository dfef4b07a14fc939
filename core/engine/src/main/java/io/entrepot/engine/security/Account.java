package io.entrepot.engine.security;

import io.entrepot.engine.admin.UserAdmin.Status;
import io.entrepot.engine.admin.UserAdmin.User;

/**
 * A user and how its password is known.
 *
 * @param user who
 * @param hash what {@link PasswordHash} made of the password
 */
record Account(User user, String hash) {

  /** Whether it may sign in at all. A password that is to be changed still opens the door. */
  boolean open() {
    return user.status() == Status.ACTIVE || user.status() == Status.CHANGEPASSWORD;
  }

  @Override
  public String toString() {
    return "Account[" + user.id() + "]";
  }
}
