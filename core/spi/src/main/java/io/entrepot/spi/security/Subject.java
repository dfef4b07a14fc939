package io.entrepot.spi.security;

import java.util.Optional;

/**
 * Who asks.
 *
 * @param name the user's name; {@link #ANONYMOUS} where nobody in particular asks
 * @param realm the realm that accepted the credentials; empty if none were sent
 */
public record Subject(String name, Optional<String> realm) {

  /** The name under which those without credentials act. No user can have it. */
  public static final String ANONYMOUS = "anonymous";

  /** Somebody who sent no credentials. */
  public static final Subject NOBODY = new Subject(ANONYMOUS, Optional.empty());

  /** Whether it is nobody in particular, also if a token says so. */
  public boolean anonymous() {
    return name.equals(ANONYMOUS);
  }

  /** Whether credentials were sent and accepted; an anonymous token counts. */
  public boolean authenticated() {
    return realm.isPresent();
  }
}
