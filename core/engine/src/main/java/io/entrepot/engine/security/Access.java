package io.entrepot.engine.security;

import io.entrepot.spi.security.Permission;
import io.entrepot.spi.security.Subject;

/** Somebody, and what that one may do. */
public interface Access {

  /** Who. */
  Subject subject();

  /** Whether that is allowed, as far as the user's rights and the token go. */
  boolean allows(Permission permission);

  /**
   * Whether the user's rights alone, whatever token was sent, allow that: then another token would
   * help.
   */
  boolean userAllows(Permission permission);

  /**
   * Whether a part of the server's administration is allowed.
   *
   * @param domain {@code users}, {@code roles}, {@code repositories} (all of them), {@code
   *     blobstores}, {@code settings} …
   * @param action {@code read}, {@code create}, {@code update} or {@code delete}
   */
  boolean administers(String domain, String action);

  /**
   * Whether one repository may be administered: its definition, not its content.
   *
   * @param action {@code read}, {@code create}, {@code update} or {@code delete}
   */
  default boolean administers(String format, String repository, String action) {
    return administers("repositories", action);
  }
}
