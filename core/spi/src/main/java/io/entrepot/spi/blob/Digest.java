package io.entrepot.spi.blob;

import java.util.HexFormat;

/**
 * A checksum of some bytes, written {@code <algorithm>:<hex>}.
 *
 * @param algorithm how it was computed
 * @param hex lower-case hexadecimal digits, exactly as many as the algorithm gives
 */
public record Digest(DigestAlgorithm algorithm, String hex) {

  public Digest {
    if (hex.length() != algorithm.hexLength() || !isLowerHex(hex)) {
      throw new IllegalArgumentException(
          "not a " + algorithm.label() + " value: '" + shown(hex) + "'");
    }
  }

  /** Wraps what {@link java.security.MessageDigest#digest()} gave. */
  public static Digest of(DigestAlgorithm algorithm, byte[] value) {
    return new Digest(algorithm, HexFormat.of().formatHex(value));
  }

  /**
   * Parses {@code sha256:<64 hex digits>} and the like.
   *
   * @throws IllegalArgumentException naming the text, if it is no digest of a known algorithm
   */
  public static Digest parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("not a digest: '" + shown(text) + "'");
    }
    DigestAlgorithm algorithm =
        DigestAlgorithm.ofLabel(text.substring(0, colon))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "unknown digest algorithm in '" + shown(text) + "'"));
    return new Digest(algorithm, text.substring(colon + 1));
  }

  @Override
  public String toString() {
    return algorithm.label() + ":" + hex;
  }

  private static boolean isLowerHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  private static String shown(String text) {
    return text.length() <= 150 ? text : text.substring(0, 150) + "…";
  }
}
