package io.entrepot.format.docker;

import io.entrepot.spi.blob.Digest;

/** How a request names a manifest. */
sealed interface Reference {

  /** By a name that may move. */
  record ByTag(Tag tag) implements Reference {
    @Override
    public String toString() {
      return tag.value();
    }
  }

  /** By its content. */
  record ByDigest(Digest digest) implements Reference {
    @Override
    public String toString() {
      return digest.toString();
    }
  }
}
