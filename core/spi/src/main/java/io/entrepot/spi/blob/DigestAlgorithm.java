package io.entrepot.spi.blob;

import java.util.Locale;
import java.util.Optional;

/** The checksums that Entrepot computes. */
public enum DigestAlgorithm {
  MD5("MD5", 32),
  SHA1("SHA-1", 40),
  SHA256("SHA-256", 64),
  SHA512("SHA-512", 128);

  private final String javaName;
  private final int hexLength;

  DigestAlgorithm(String javaName, int hexLength) {
    this.javaName = javaName;
    this.hexLength = hexLength;
  }

  /** The lower-case name used in digests and REST bodies: {@code sha256}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name for {@link java.security.MessageDigest#getInstance(String)}. */
  public String javaName() {
    return javaName;
  }

  /** The number of hexadecimal digits of a value. */
  public int hexLength() {
    return hexLength;
  }

  /** The algorithm of that label; empty if there is none. Case counts. */
  public static Optional<DigestAlgorithm> ofLabel(String label) {
    for (DigestAlgorithm algorithm : values()) {
      if (algorithm.label().equals(label)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }
}
