package io.entrepot.spi.security;

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
}
