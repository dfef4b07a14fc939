package io.entrepot.engine.blob;

import io.entrepot.spi.blob.StorageFullException;
import java.io.IOException;

/**
 * What one upload has announced and not written yet. An upload that announces nothing takes room as
 * it goes, some ahead of what it writes. Guarded by its session.
 */
final class Claim {

  private static final long AHEAD = 1L << 20;

  private final Room room;
  private long left;
  private long written;

  Claim(Room room) {
    this.room = room;
  }

  /** So many bytes will come, instead of what was announced before. */
  void expect(long bytes) throws IOException {
    if (bytes > left || left == 0) { // what was taken need not be asked for again
      room.take(Math.max(0, bytes - left));
    }
    if (bytes < left) {
      room.giveBack(left - bytes);
    }
    left = bytes;
  }

  /** Sees to it that so many bytes may be written now. */
  void require(long bytes) throws IOException {
    if (bytes <= left) {
      return;
    }
    long more = bytes - left;
    try {
      room.take(more + AHEAD);
      left += more + AHEAD;
    } catch (StorageFullException e) {
      room.take(more);
      left += more;
    }
  }

  /** So many bytes, which may, have been written. */
  void written(long bytes) {
    room.written(bytes);
    left -= bytes;
    written += bytes;
  }

  /** What was announced does not come, at least not now. */
  void rest() {
    room.giveBack(left);
    left = 0;
  }

  /** The upload has ended. */
  void end() {
    rest();
    room.ended(written);
    written = 0;
  }
}
