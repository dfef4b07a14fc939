package io.entrepot.engine.upstream;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** What an upstream is to be told of who asks. Shows none of it. */
final class Credentials {

  private final Optional<String> basic;
  private final Optional<String> bearer;
  private final boolean atOnce;

  private Credentials(Optional<String> basic, Optional<String> bearer, boolean atOnce) {
    this.basic = basic;
    this.bearer = bearer;
    this.atOnce = atOnce;
  }

  static Credentials none() {
    return new Credentials(Optional.empty(), Optional.empty(), false);
  }

  /**
   * A name and a password (RFC 7617).
   *
   * @param atOnce whether they are sent before they are asked for
   */
  static Credentials basic(String user, String password, boolean atOnce) {
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new Credentials(
        Optional.of("Basic " + Base64.getEncoder().encodeToString(both)), Optional.empty(), atOnce);
  }

  /** A token (RFC 6750), sent always. */
  static Credentials bearer(String token) {
    return new Credentials(Optional.empty(), Optional.of("Bearer " + token), true);
  }

  /** The value of {@code Authorization} for who asks for a password. */
  Optional<String> basic() {
    return basic;
  }

  /** The value of {@code Authorization} that is a token. */
  Optional<String> bearer() {
    return bearer;
  }

  boolean atOnce() {
    return atOnce;
  }

  @Override
  public String toString() {
    return "credentials";
  }
}
