package io.entrepot.spi.security;

import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Knows who a client is by its credentials. Registered as a service; realms are asked in the order
 * of their {@code service.ranking}. Safe for use by many threads.
 */
@ConsumerType
public interface SecurityRealm {

  /** A short name, unique, shown to administrators. */
  String name();

  /** Judges credentials. Never throws for wrong ones. */
  Verdict authenticate(Credentials credentials);

  /**
   * The ids of the roles of a user that this realm knows; empty if it knows none of that name.
   * Asked when a token comes in that user's name ({@link Verdict.Delegated}): a realm that answers
   * always empty has users who can sign in, but not by such tokens. A name means one person on the
   * whole server: local users' names come first, then those of realms in their order.
   */
  default Optional<Set<String>> roles(String user) {
    return Optional.empty();
  }
}
