package io.entrepot.engine.rest;

import io.entrepot.engine.security.Access;
import io.entrepot.engine.security.Gate;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.security.Action;
import io.entrepot.spi.security.Credentials;
import io.entrepot.spi.security.Permission;
import io.entrepot.spi.security.Subject;
import java.util.Optional;
import java.util.Set;

/**
 * Knows {@code admin}, who may do all; {@code reader}, who may read all content; {@code stranger},
 * who may do nothing; {@code guest}, who may read the repository {@code grouped} alone; and a token
 * of the admin's that is good for reading.
 */
final class FakeGate implements Gate {

  private static final Set<String> USERS = Set.of("admin", "reader", "stranger", "guest");

  private final FakeUsers users;

  FakeGate(FakeUsers users) {
    this.users = users;
  }

  private record Rights(Subject subject, boolean all, boolean reads) implements Access {
    @Override
    public boolean allows(Permission permission) {
      boolean here = !subject.name().equals("guest") || permission.repository().equals("grouped");
      return all || (reads && here && permission.action() == Action.READ);
    }

    @Override
    public boolean userAllows(Permission permission) {
      return allows(permission);
    }

    @Override
    public boolean administers(String domain, String action) {
      return all;
    }
  }

  @Override
  public Outcome enter(Optional<Credentials> credentials, String client) {
    if (credentials.isEmpty()) {
      return new Outcome.Admitted(new Rights(Subject.NOBODY, false, users.anonymousAccess()));
    }
    if (credentials.get() instanceof Credentials.Basic basic
        && USERS.contains(basic.user())
        && basic.password().equals(users.passwords.get(basic.user()))) {
      return admitted(basic.user(), basic.user().equals("admin"));
    }
    if (credentials.get().equals(new Credentials.Bearer("token"))) {
      return admitted("admin", false);
    }
    if (client.isEmpty() || credentials.get().equals(new Credentials.Basic("many", "many"))) {
      return new Outcome.Refused(
          new Problem(429, "TOO_MANY", "too many wrong passwords", Headers.of("Retry-After", "9")));
    }
    return new Outcome.Refused(new Problem(401, "UNAUTHORIZED", "wrong name or password"));
  }

  private static Outcome admitted(String user, boolean all) {
    boolean reads = !user.equals("stranger");
    return new Outcome.Admitted(new Rights(new Subject(user, Optional.of("test")), all, reads));
  }
}
