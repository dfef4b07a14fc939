package io.entrepot.spi.http;

import io.entrepot.spi.content.Precondition;
import io.entrepot.spi.security.Credentials;
import io.entrepot.spi.security.Permission;
import io.entrepot.spi.security.Subject;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ProviderType;

/** What a client asks of a repository, whichever way it came in. */
@ProviderType
public interface Request {

  /** The method. */
  Method method();

  /**
   * The path within the repository: decoded once, canonical, without a leading slash. A trailing
   * slash is kept. Empty for the root.
   */
  String path();

  /** The query's parameters. */
  Parameters query();

  /** The header fields. */
  Headers headers();

  /** The length of the body, if the client announced it, in bytes; 0 if there is no body. */
  OptionalLong contentLength();

  /** What the client's {@code If-Match} and {@code If-None-Match} require of a write. */
  Precondition precondition();

  /** Who asks. */
  Subject subject();

  /** Whether the one who asks may do that, here or in another repository. */
  boolean allows(Permission permission);

  /**
   * The same request, made by the one whose credentials those are: for protocols that send them in
   * the body (RFC 6749 §4.3). Judged, throttled and logged as if they had come in {@code
   * Authorization}.
   *
   * @throws ProblemException 401 if they are wrong, 429 after too many, 503 if it cannot be said
   *     now
   */
  Request as(Credentials credentials) throws ProblemException;

  /**
   * The address of a path of this repository as this client reaches it: encoded, beginning with a
   * slash, without scheme and host. A format's {@code Location} headers are made with it.
   *
   * @param path as {@link #path()} has it
   */
  String locate(String path);

  /** Scheme, host and port as the client sees them, without a trailing slash. */
  String origin();
}
