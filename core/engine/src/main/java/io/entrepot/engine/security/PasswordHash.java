package io.entrepot.engine.security;

/** Makes of a password what may be kept. Safe for use by many threads. */
interface PasswordHash {

  /** Too many passwords are being worked on; nothing was decided. */
  final class BusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BusyException(String message) {
      super(message);
    }
  }

  /**
   * The hash of a password, salted: another one each time.
   *
   * @throws BusyException if there was no free place in time
   */
  String hash(String password);

  /**
   * Whether a password is the one that was hashed.
   *
   * @param hash what {@link #hash} gave, by whatever parameters
   * @throws BusyException if there was no free place in time
   */
  boolean verify(String password, String hash);
}
