package io.entrepot.engine.upstream;

import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** What is told of an upstream that does not answer as it should. */
final class Failure {

  private final String upstream;

  /**
   * Failures of one upstream.
   *
   * @param upstream its URL
   */
  Failure(String upstream) {
    this.upstream = "upstream '" + upstream + "' ";
  }

  /** The problem that a failure is to who asked. */
  ProblemException of(Throwable failure) {
    Throwable cause = cause(failure);
    if (cause instanceof ProblemException problem) {
      return problem;
    }
    if (cause instanceof ForbiddenAddressException) {
      return problem(403, "UPSTREAM_FORBIDDEN", "is not asked: " + cause.getMessage());
    }
    if (late(cause)) {
      return problem(504, "UPSTREAM_TIMEOUT", "does not answer in time");
    }
    if (cause instanceof UnknownHostException) {
      return unreachable("its host has no address");
    }
    return unreachable(Optional.ofNullable(cause.getMessage()).orElse(cause.toString()));
  }

  /** 502, with a reason. */
  ProblemException unreachable(String reason) {
    return problem(502, "UPSTREAM_UNREACHABLE", "cannot be asked: " + printable(reason));
  }

  /** 502, with a reason that is no sign of its health. */
  ProblemException refused(String reason) {
    return problem(502, "UPSTREAM_REFUSED", "is not asked further: " + printable(reason));
  }

  /** 503. */
  ProblemException blocked(String reason) {
    return problem(503, "UPSTREAM_BLOCKED", "is not asked: " + printable(reason));
  }

  /** 503, to be tried again in so many seconds. */
  ProblemException later(String reason, long seconds) {
    return new Problem(
            503,
            "UPSTREAM_BLOCKED",
            upstream + "is not asked: " + printable(reason),
            Headers.of("Retry-After", Long.toString(Math.max(1, seconds))))
        .asException();
  }

  /** Any other status. */
  ProblemException problem(int status, String code, String rest) {
    return new Problem(status, code, upstream + rest).asException();
  }

  /** Whether it is the upstream that did not answer, and not we who did not ask. */
  static boolean late(Throwable failure) {
    Throwable cause = cause(failure);
    return cause instanceof TimeoutException || cause instanceof SocketTimeoutException;
  }

  static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String printable(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= 300 ? line : line.substring(0, 300) + "…";
  }
}
