package io.entrepot.spi.blob;

/**
 * A run of bytes inside a blob.
 *
 * @param offset of its first byte, from 0
 * @param length in bytes; may be 0
 */
public record ByteRange(long offset, long length) {

  public ByteRange {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("not a range: " + offset + "+" + length);
    }
  }

  /** The whole of a blob of that size. */
  public static ByteRange all(long size) {
    return new ByteRange(0, size);
  }

  /** The offset behind the last byte. */
  public long end() {
    return offset + length;
  }
}
