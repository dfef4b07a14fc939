package io.entrepot.engine.security;

import io.entrepot.spi.security.Permission;
import io.entrepot.spi.security.Subject;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Access as the gate gives it.
 *
 * @param rights the user's own
 * @param limit what the token that was sent is good for; a token that has a limit is good for no
 *     administration
 */
record GrantedAccess(Subject subject, Rights rights, Optional<Predicate<Permission>> limit)
    implements Access {

  GrantedAccess(Subject subject, Rights rights) {
    this(subject, rights, Optional.empty());
  }

  @Override
  public boolean allows(Permission permission) {
    return rights.allows(permission) && (limit.isEmpty() || limit.get().test(permission));
  }

  @Override
  public boolean userAllows(Permission permission) {
    return rights.allows(permission);
  }

  @Override
  public boolean administers(String domain, String action) {
    return limit.isEmpty() && rights.administers(domain, action);
  }

  @Override
  public boolean administers(String format, String repository, String action) {
    return limit.isEmpty() && rights.manages(format, repository, action);
  }
}
