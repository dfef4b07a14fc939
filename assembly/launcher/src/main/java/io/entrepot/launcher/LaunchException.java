package io.entrepot.launcher;

/**
 * Something that the operator has to put right: its message says what, naming the thing and the
 * value.
 */
final class LaunchException extends Exception {
  private static final long serialVersionUID = 1L;

  LaunchException(String message) {
    super(message);
  }

  LaunchException(String message, Throwable cause) {
    super(message, cause);
  }
}
