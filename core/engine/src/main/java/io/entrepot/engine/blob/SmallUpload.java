package io.entrepot.engine.blob;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The first bytes of an upload, which may be all of them, before there is a file. */
final class SmallUpload {

  /** So many bytes are kept in memory at most. */
  static final int MOST = 64 << 10;

  private static final int LEAST = 4 << 10;

  private byte[] bytes;
  private int size;

  /**
   * An empty one.
   *
   * @param announced how many will come, as far as that is known
   */
  SmallUpload(long announced) {
    this.bytes = new byte[(int) Math.max(0, Math.min(MOST, announced))];
  }

  /** Whether so many more still fit. */
  boolean fits(int more) {
    return more <= MOST - size;
  }

  int size() {
    return size;
  }

  void add(ByteBuffer more) {
    int needed = size + more.remaining();
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(MOST, Math.max(LEAST, Math.max(needed, 2 * size))));
    }
    more.get(bytes, size, needed - size);
    size = needed;
  }

  /** All of them. */
  ByteBuffer bytes() {
    return ByteBuffer.wrap(bytes, 0, size).asReadOnlyBuffer();
  }

  /** Copies some from a position on, which is not behind the last; gives how many. */
  int read(long position, ByteBuffer into) {
    int count = (int) Math.min(into.remaining(), size - position);
    into.put(bytes, (int) position, count);
    return count;
  }
}
