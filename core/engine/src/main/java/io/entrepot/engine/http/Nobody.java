package io.entrepot.engine.http;

import io.entrepot.engine.security.Access;
import io.entrepot.spi.security.Permission;
import io.entrepot.spi.security.Subject;

/** One who was not asked yet, or not let in: may do nothing at all. */
enum Nobody implements Access {
  INSTANCE;

  @Override
  public Subject subject() {
    return Subject.NOBODY;
  }

  @Override
  public boolean allows(Permission permission) {
    return false;
  }

  @Override
  public boolean userAllows(Permission permission) {
    return false;
  }

  @Override
  public boolean administers(String domain, String action) {
    return false;
  }
}
