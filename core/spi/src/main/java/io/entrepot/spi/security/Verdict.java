package io.entrepot.spi.security;

import java.util.Set;
import java.util.function.Predicate;

/** A realm's answer to credentials. */
public sealed interface Verdict {

  /**
   * They are right.
   *
   * @param user who it is
   * @param roles the ids of the roles that the realm gives that user
   */
  record Accepted(String user, Set<String> roles) implements Verdict {
    public Accepted {
      roles = Set.copyOf(roles);
    }
  }

  /**
   * They are a token in the name of a user whom another realm knows. The user's own rights count,
   * as they are now, as far as the token goes.
   *
   * @param user in whose name; {@link Subject#ANONYMOUS} for nobody in particular
   * @param limit what the token is good for
   */
  record Delegated(String user, Predicate<Permission> limit) implements Verdict {}

  /**
   * They are this realm's, and wrong. No other realm is asked.
   *
   * @param reason told to the client; no secret in it
   */
  record Rejected(String reason) implements Verdict {}

  /** They are not this realm's: the next one is asked. */
  record Unknown() implements Verdict {}

  /**
   * It cannot be said now: the realm's source does not answer.
   *
   * @param reason for the log and the client
   */
  record Unavailable(String reason) implements Verdict {}
}
