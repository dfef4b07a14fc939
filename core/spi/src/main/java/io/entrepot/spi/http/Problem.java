package io.entrepot.spi.http;

/**
 * Why a request is not served.
 *
 * @param status the HTTP status, 400 to 599
 * @param code a short upper-case word for programs: {@code NOT_FOUND}
 * @param message a sentence for people that names the thing and the value
 * @param headers fields that go with the answer ({@code Retry-After}, {@code Allow})
 */
public record Problem(int status, String code, String message, Headers headers) {

  public Problem {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("not an error status: " + status);
    }
  }

  /** Without header fields. */
  public Problem(int status, String code, String message) {
    this(status, code, message, Headers.none());
  }

  /** For throwing. */
  public ProblemException asException() {
    return new ProblemException(this);
  }
}
