package io.entrepot.engine.rest;

import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.security.Access;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.security.Action;
import io.entrepot.spi.security.Permission;
import jakarta.ws.rs.container.ContainerRequestContext;

/**
 * Who calls.
 *
 * @param access with what rights
 * @param byPassword whether the caller proved to be a user by a password, not by a token
 */
record Caller(Access access, boolean byPassword) {

  private static final String PROPERTY = Caller.class.getName();

  /** The one who made a request, as {@link Entrance} found. */
  static Caller of(ContainerRequestContext request) {
    return (Caller) request.getProperty(PROPERTY);
  }

  void attach(ContainerRequestContext request) {
    request.setProperty(PROPERTY, this);
  }

  /** Whether the caller may know of a repository. */
  boolean sees(RepositoryDefinition repository) {
    return allows(repository, Action.BROWSE)
        || allows(repository, Action.READ)
        || administers(repository, "read");
  }

  /** Whether the caller may know what a repository holds. */
  boolean reads(RepositoryDefinition repository) {
    return allows(repository, Action.BROWSE) || allows(repository, Action.READ);
  }

  /** Whether the caller may do that with what a repository holds. */
  boolean allows(RepositoryDefinition repository, Action action) {
    return access.allows(new Permission(repository.recipe().format(), repository.name(), action));
  }

  /** Whether the caller may do that with a repository's definition. */
  boolean administers(RepositoryDefinition repository, String action) {
    return access.administers(repository.recipe().format(), repository.name(), action);
  }

  /** Whether this is a user, signed in by a password, of that name. */
  boolean is(String user) {
    return byPassword && access.subject().authenticated() && access.subject().name().equals(user);
  }

  /** Why the caller must not: 401 for one who has not said who it is, 403 for others. */
  ProblemException refusal() {
    return access.subject().authenticated()
        ? new Problem(
                403,
                "FORBIDDEN",
                "user '" + access.subject().name() + "' does not have the privilege for that")
            .asException()
        : new Problem(401, "UNAUTHORIZED", "that needs a user's name and password").asException();
  }
}
