package io.entrepot.engine.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) in PHC strings: {@code $argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>}, Base64
 * without padding. Each computation needs 19 MiB of heap, so only a few run at a time; the others
 * wait their turn.
 */
final class Argon2PasswordHash implements PasswordHash {

  private static final int MEMORY_KIB = 19 * 1024;
  private static final int ITERATIONS = 2;
  private static final int LANES = 1;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,3}),p=([0-9]{1,2})"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

  private final SecureRandom random = new SecureRandom();
  private final Semaphore places;
  private final Duration patience;

  /** Two at a time, which keeps two cores busy with 38 MiB. */
  Argon2PasswordHash() {
    this(2, Duration.ofSeconds(10));
  }

  /**
   * Bounded otherwise.
   *
   * @param places how many computations may run at a time
   * @param patience how long one waits for its turn
   */
  Argon2PasswordHash(int places, Duration patience) {
    this.places = new Semaphore(places, true);
    this.patience = patience;
  }

  @Override
  public String hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] hash = compute(password, salt, MEMORY_KIB, ITERATIONS, LANES, HASH_BYTES);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            MEMORY_KIB,
            ITERATIONS,
            LANES,
            base64.encodeToString(salt),
            base64.encodeToString(hash));
  }

  @Override
  public boolean verify(String password, String hash) {
    Matcher phc = PHC.matcher(hash);
    if (!phc.matches()) {
      throw new IllegalArgumentException("a kept password is no PHC string of argon2id");
    }
    byte[] expected = Base64.getDecoder().decode(phc.group(5));
    byte[] actual =
        compute(
            password,
            Base64.getDecoder().decode(phc.group(4)),
            Integer.parseInt(phc.group(1)),
            Integer.parseInt(phc.group(2)),
            Integer.parseInt(phc.group(3)),
            expected.length);
    return MessageDigest.isEqual(expected, actual);
  }

  private byte[] compute(
      String password, byte[] salt, int memory, int iterations, int lanes, int length) {
    return inPlace(
        () -> {
          Argon2BytesGenerator generator = new Argon2BytesGenerator();
          generator.init(
              new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                  .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                  .withMemoryAsKB(memory)
                  .withIterations(iterations)
                  .withParallelism(lanes)
                  .withSalt(salt)
                  .build());
          byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
          byte[] hash = new byte[length];
          generator.generateBytes(bytes, hash);
          Arrays.fill(bytes, (byte) 0);
          return hash;
        });
  }

  private byte[] inPlace(Supplier<byte[]> computation) {
    try {
      if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new BusyException("too many passwords are being checked");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BusyException("interrupted while waiting to check a password");
    }
    try {
      return computation.get();
    } finally {
      places.release();
    }
  }
}
