package io.entrepot.format.docker;

import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.http.ProblemException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Digests as the protocol has them: the registered algorithms alone (OCI image-spec §Digests). */
final class Digests {

  private static final Set<DigestAlgorithm> REGISTERED =
      EnumSet.of(DigestAlgorithm.SHA256, DigestAlgorithm.SHA512);

  private Digests() {}

  /** The digest that a text is; empty if it is none, or of another algorithm. */
  static Optional<Digest> read(String text) {
    try {
      return Optional.of(Digest.parse(text)).filter(d -> REGISTERED.contains(d.algorithm()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The digest that a text is.
   *
   * @throws ProblemException {@code DIGEST_INVALID} naming the text
   */
  static Digest parse(String text) throws ProblemException {
    return read(text)
        .orElseThrow(
            () ->
                DockerError.DIGEST_INVALID.because(
                    "'" + Shown.of(text) + "' is not a sha256 or sha512 digest"));
  }

  /** The digest of some bytes. */
  static Digest of(DigestAlgorithm algorithm, byte[] bytes) {
    try {
      return Digest.of(algorithm, MessageDigest.getInstance(algorithm.javaName()).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm.javaName(), e);
    }
  }
}
