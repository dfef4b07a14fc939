package io.entrepot.spi.security;

/** What a client sent to say who it is. Never logged: {@code toString} tells no secret. */
public sealed interface Credentials {

  /**
   * A name and a password (RFC 7617).
   *
   * @param user the name
   * @param password the secret
   */
  record Basic(String user, String password) implements Credentials {
    @Override
    public String toString() {
      return "Basic[user=" + user + "]";
    }
  }

  /**
   * A token (RFC 6750).
   *
   * @param token the secret
   */
  record Bearer(String token) implements Credentials {
    @Override
    public String toString() {
      return "Bearer[]";
    }
  }
}
