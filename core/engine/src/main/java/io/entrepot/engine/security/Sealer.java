package io.entrepot.engine.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals short secrets for keeping: AES-256-GCM under a key in the data folder that is made when it
 * is first needed. Who has the database alone has none of them.
 */
public final class Sealer {

  private static final String FORM = "1:";
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int KEY = 32;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final SecretFile file;
  private final SecureRandom random = new SecureRandom();
  private Optional<SecretKey> key = Optional.empty();

  /**
   * With the key in {@code secrets.key}.
   *
   * @param keys the folder of the server's keys
   */
  public Sealer(Path keys) {
    this.file = new SecretFile(keys.resolve("secrets.key"));
  }

  /**
   * Seals a text.
   *
   * @throws IOException if the key cannot be made or read
   */
  public String seal(String text) throws IOException {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    byte[] sealed =
        run(Cipher.ENCRYPT_MODE, key(true), nonce, text.getBytes(StandardCharsets.UTF_8));
    byte[] both = ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array();
    return FORM + Base64.getEncoder().encodeToString(both);
  }

  /**
   * The text that was sealed.
   *
   * @throws IOException if it was sealed under another key, or was changed since
   */
  public String open(String sealed) throws IOException {
    if (!sealed.startsWith(FORM)) {
      throw new IOException("a secret is sealed in a way that is not known here");
    }
    byte[] both;
    try {
      both = Base64.getDecoder().decode(sealed.substring(FORM.length()));
    } catch (IllegalArgumentException e) {
      throw new IOException("a sealed secret is damaged", e);
    }
    if (both.length < NONCE) {
      throw new IOException("a sealed secret is damaged");
    }
    ByteBuffer bytes = ByteBuffer.wrap(both);
    byte[] nonce = new byte[NONCE];
    bytes.get(nonce);
    byte[] rest = new byte[bytes.remaining()];
    bytes.get(rest);
    return new String(run(Cipher.DECRYPT_MODE, key(false), nonce, rest), StandardCharsets.UTF_8);
  }

  private byte[] run(int mode, SecretKey secret, byte[] nonce, byte[] bytes) throws IOException {
    try {
      Cipher cipher = Cipher.getInstance(CIPHER);
      cipher.init(mode, secret, new GCMParameterSpec(TAG_BITS, nonce));
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IOException("a secret does not fit the key in " + file.path(), e);
    }
  }

  private synchronized SecretKey key(boolean make) throws IOException {
    if (key.isPresent()) {
      return key.get();
    }
    Optional<String> kept = file.read();
    if (kept.isEmpty() && !make) {
      throw new IOException("the key of sealed secrets is missing: " + file.path());
    }
    byte[] bytes = kept.isPresent() ? parse(kept.get()) : made();
    key = Optional.of(new SecretKeySpec(bytes, "AES"));
    return key.get();
  }

  private byte[] made() throws IOException {
    byte[] bytes = new byte[KEY];
    random.nextBytes(bytes);
    file.write(Base64.getEncoder().encodeToString(bytes) + "\n");
    return bytes;
  }

  private byte[] parse(String written) throws IOException {
    try {
      byte[] bytes = Base64.getDecoder().decode(written.strip());
      if (bytes.length == KEY) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // Its message quotes the key.
    }
    throw new IOException(file.path() + " is not a key of " + KEY + " bytes in Base64");
  }
}
