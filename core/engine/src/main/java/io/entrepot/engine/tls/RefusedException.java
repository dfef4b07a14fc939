package io.entrepot.engine.tls;

import java.time.Instant;

/** An operator's certificate that cannot serve; the message says why, naming the file. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Instant retryAt;

  RefusedException(String reason) {
    this(reason, Instant.MAX);
  }

  RefusedException(String reason, Instant retryAt) {
    super(reason);
    this.retryAt = retryAt;
  }

  /** What a library's exception says; some say it by their class alone. */
  static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** When the same files may be good; {@link Instant#MAX} if they must change first. */
  Instant retryAt() {
    return retryAt;
  }
}
