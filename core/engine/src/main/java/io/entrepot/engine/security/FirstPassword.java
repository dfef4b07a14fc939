package io.entrepot.engine.security;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The password that the first administrator begins with: the one in a file that the operator named,
 * or one made here and left in {@code <data>/admin.password} until it is changed.
 */
final class FirstPassword {

  private static final int SHORTEST = 8;
  private static final int LONGEST_FILE = 4096;
  private static final int RANDOM_BYTES = 18;

  private final SecretFile made;
  private final Optional<Path> given;

  /**
   * In that data folder.
   *
   * @param given the operator's file, whose first line is the password
   */
  FirstPassword(Path data, Optional<Path> given) {
    this.made = new SecretFile(data.resolve("admin.password"));
    this.given = given;
  }

  /**
   * The password; on the disk when this returns.
   *
   * @throws IOException if the operator's file cannot be read, or what it says is no password
   */
  String obtain() throws IOException {
    if (given.isPresent()) {
      return read(given.get());
    }
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    made.write(password);
    return password;
  }

  /** Where it can be read: for people. */
  Path place() {
    return given.orElse(made.path());
  }

  /** Takes the file away that was made here: what it says is not true any more. */
  void forget() throws IOException {
    made.delete();
  }

  private static String read(Path file) throws IOException {
    String setting = "entrepot.admin.password.file: " + file;
    if (!Files.isRegularFile(file)) {
      throw new IOException(setting + " is no file");
    }
    if (Files.size(file) > LONGEST_FILE) {
      throw new IOException(setting + " is longer than " + LONGEST_FILE + " bytes");
    }
    try {
      String password = Files.readString(file).lines().findFirst().orElse("");
      if (password.isEmpty()) {
        throw new IOException(setting + " has no password in its first line");
      }
      if (password.length() < SHORTEST) {
        throw new IOException(setting + " has a password shorter than " + SHORTEST + " characters");
      }
      return password;
    } catch (CharacterCodingException e) {
      throw new IOException(setting + " is not UTF-8", e);
    }
  }
}
