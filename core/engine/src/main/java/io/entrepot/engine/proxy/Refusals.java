package io.entrepot.engine.proxy;

import io.entrepot.engine.upstream.UpstreamReply;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * What clients are told when a repository's upstream does not do what it should. Never a 404: that
 * it has none is for upstream alone to say.
 *
 * @param repository its name
 */
record Refusals(String repository) {

  static final String CODE = "UPSTREAM_FAILED";

  /** Upstream has none. */
  Problem absent(String address) {
    return new Problem(404, "NOT_FOUND", upstream() + " has no '" + shown(address) + "'");
  }

  /** Whether upstream says that it has no such file: none at all, or a folder of that name. */
  static boolean saysAbsent(UpstreamReply reply) {
    int status = reply.status();
    boolean folder = status / 100 == 3 && reply.headers().first("Location").isPresent();
    return status == 404 || status == 410 || folder;
  }

  /** An answer that is no use. */
  Problem status(int status, String address, Headers headers) {
    String answered = upstream() + " answered " + status + " to '" + shown(address) + "'";
    if (status == 429) {
      Headers again =
          headers
              .first("Retry-After")
              .map(time -> Headers.of("Retry-After", time))
              .orElse(Headers.none());
      return new Problem(503, "UPSTREAM_LIMITED", answered + ": it was asked too often", again);
    }
    if (status == 401 || status == 403) {
      return new Problem(502, "UPSTREAM_DENIED", answered + ": it does not let this server in");
    }
    return new Problem(502, CODE, answered);
  }

  /** A body that is not what it should be, or did not come. */
  Problem body(String address, String what) {
    return new Problem(502, CODE, upstream() + ", asked for '" + shown(address) + "', " + what);
  }

  /** The problem that a stage failed with; empty if it is this server's own. */
  static Optional<Problem> of(Throwable failure) {
    return cause(failure) instanceof ProblemException expected
        ? Optional.of(expected.problem())
        : Optional.empty();
  }

  /** What a stage failed with, for throwing. */
  static IOException thrown(Throwable failure) {
    return cause(failure) instanceof IOException expected
        ? expected
        : new IOException(cause(failure));
  }

  /** A failure, for throwing to one more reader. */
  static IOException again(IOException failure) {
    return failure instanceof ProblemException expected
        ? expected.problem().asException()
        : new IOException(failure.getMessage(), failure);
  }

  static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private String upstream() {
    return "the upstream of repository '" + repository + "'";
  }

  /** An address without its query, which may have secrets. */
  private static String shown(String address) {
    int query = address.indexOf('?');
    String path = query < 0 ? address : address.substring(0, query);
    return path.length() <= 300 ? path : path.substring(0, 300) + "…";
  }
}
