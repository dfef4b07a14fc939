package io.entrepot.spi.http;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * How a format tells its clients that something went wrong, and how it asks them who they are. The
 * engine uses it for its own problems too: no permission (401, 403), no such repository, 503.
 */
@ConsumerType
public interface ErrorForm {

  /**
   * The answer.
   *
   * @param request as far as it is known
   * @param problem for 401 the answer carries a {@code WWW-Authenticate} challenge
   */
  Response.Reply render(Request request, Problem problem);
}
