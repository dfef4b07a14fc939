package io.entrepot.spi.blob;

/**
 * A blob's name within its store: opaque, unique for each upload, never derived from what a client
 * sent except a verified digest.
 *
 * @param value 1 to 200 characters out of {@code a-z 0-9 . _ -}, not beginning with a dot
 */
public record BlobId(String value) {

  public BlobId {
    if (!value.matches("[a-z0-9_-][a-z0-9._-]{0,199}")) {
      throw new IllegalArgumentException("not a blob id: '" + value + "'");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
