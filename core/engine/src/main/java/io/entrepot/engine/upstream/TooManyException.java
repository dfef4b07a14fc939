package io.entrepot.engine.upstream;

import io.entrepot.spi.http.Headers;
import java.io.IOException;
import java.util.Optional;

/** The upstream says that it is asked too much (RFC 6585 §4). */
final class TooManyException extends IOException {

  private static final long serialVersionUID = 1L;

  private final transient Optional<String> retryAfter;

  TooManyException(Headers headers) {
    super("it is asked too much (429)");
    this.retryAfter = headers.first("Retry-After");
  }

  /** When it wants to be asked again, as it said it. */
  Optional<String> retryAfter() {
    return retryAfter;
  }
}
