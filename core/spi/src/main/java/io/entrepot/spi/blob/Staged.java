package io.entrepot.spi.blob;

import java.util.Map;
import java.util.Optional;

/**
 * A finished upload: durable in its store, but nobody's yet. A commit makes it an asset's content;
 * what is not committed is removed.
 *
 * @param id its name in the store
 * @param size its length in bytes
 * @param digests its checksums; SHA-256 is always there
 */
public record Staged(BlobId id, long size, Map<DigestAlgorithm, Digest> digests) {

  public Staged {
    digests = Map.copyOf(digests);
    if (!digests.containsKey(DigestAlgorithm.SHA256)) {
      throw new IllegalArgumentException("blob " + id + " comes without its sha256");
    }
  }

  /** Its SHA-256. */
  public Digest sha256() {
    return digests.get(DigestAlgorithm.SHA256);
  }

  /** Its checksum of that kind, if it was computed. */
  public Optional<Digest> digest(DigestAlgorithm algorithm) {
    return Optional.ofNullable(digests.get(algorithm));
  }
}
