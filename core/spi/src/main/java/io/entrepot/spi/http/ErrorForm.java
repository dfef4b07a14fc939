package io.entrepot.spi.http;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * How a format tells its clients that something went wrong, and how it asks them who they are. The
 * engine uses it for its own problems too, whose codes are:
 *
 * <ul>
 *   <li>{@code UNAUTHORIZED}: 401, credentials are missing or wrong
 *   <li>{@code INSUFFICIENT_SCOPE}: 401, the token is not good for this, another one would be
 *   <li>{@code DENIED}: 403
 *   <li>{@code BAD_REQUEST}: 400; {@code NOT_FOUND}: 404; {@code UNSUPPORTED}: 405
 *   <li>{@code PRECONDITION_FAILED}: 412; {@code SIZE_INVALID}: 413; {@code RANGE_NOT_SATISFIABLE}:
 *       416
 *   <li>{@code INTERNAL_ERROR}: 500; {@code INSUFFICIENT_STORAGE}: 507
 * </ul>
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
