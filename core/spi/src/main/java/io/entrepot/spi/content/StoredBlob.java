package io.entrepot.spi.content;

import io.entrepot.spi.blob.BlobId;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import java.util.Map;
import java.util.Optional;

/**
 * Committed bytes: what an asset consists of. Several assets may share one.
 *
 * @param store the name of the blob store that has it
 * @param id its name there
 * @param size its length in bytes
 * @param digests its known checksums; SHA-256 is always there
 */
public record StoredBlob(String store, BlobId id, long size, Map<DigestAlgorithm, Digest> digests) {

  public StoredBlob {
    digests = Map.copyOf(digests);
    if (!digests.containsKey(DigestAlgorithm.SHA256)) {
      throw new IllegalArgumentException("blob " + id + " comes without its sha256");
    }
  }

  /** Its SHA-256. */
  public Digest sha256() {
    return digests.get(DigestAlgorithm.SHA256);
  }

  /** Its checksum of that kind, if it is known. */
  public Optional<Digest> digest(DigestAlgorithm algorithm) {
    return Optional.ofNullable(digests.get(algorithm));
  }
}
