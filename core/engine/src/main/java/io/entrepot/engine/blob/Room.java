package io.entrepot.engine.blob;

import io.entrepot.spi.blob.StorageFullException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The room that a store has for uploads: what is left on the file systems without the reserve and
 * without what other uploads have announced, and what is left of the store's limit.
 */
final class Room {

  /** What a store may still take by a limit of its own. */
  @FunctionalInterface
  interface Limit {

    /** No limit. */
    Limit NONE = OptionalLong::empty;

    /** Bytes below the limit, less than 0 above it; empty if there is none. */
    OptionalLong left() throws IOException;
  }

  private final Path root;
  private final Space space;
  private final Volume volume;
  private final Limit limit;
  // Of uploads that have not ended: announced or written.
  private final AtomicLong pending = new AtomicLong();

  /**
   * A store's room.
   *
   * @param root the store's folder, which is there
   */
  Room(Path root, Space space, Limit limit) throws IOException {
    this.root = root;
    this.space = space;
    this.volume = space.volume(root);
    this.limit = limit;
  }

  /**
   * Takes room for bytes that will come, 0 to ask whether there is any.
   *
   * @throws StorageFullException if there is not enough; nothing is taken then
   */
  void take(long bytes) throws IOException {
    // First taken, then looked: of two at once none may overlook the other.
    pending.addAndGet(bytes);
    volume.announce(bytes);
    boolean taken = false;
    try {
      require(volume);
      Optional<Volume> database = space.database();
      if (database.isPresent() && database.get() != volume) {
        require(database.get());
      }
      requireBelowLimit();
      taken = true;
    } finally {
      if (!taken) {
        giveBack(bytes);
      }
    }
  }

  /** Bytes that had been taken have been written. */
  void written(long bytes) {
    volume.announce(-bytes);
  }

  /** Bytes that had been taken will not be written. */
  void giveBack(long bytes) {
    volume.announce(-bytes);
    ended(bytes);
  }

  /** The upload that had written so many bytes has ended. */
  void ended(long bytes) {
    pending.addAndGet(-bytes);
  }

  /** Why no uploads are taken now; empty if they are. */
  Optional<String> problem() {
    return space.problem(volume);
  }

  /** Bytes that can still be written here. */
  long available() throws IOException {
    return volume.available();
  }

  /** The exception to throw: one that says so if there was no room. */
  IOException explain(IOException cause) {
    String message = String.valueOf(cause.getMessage());
    // The JDK has no type for ENOSPC and EDQUOT; it hands on the system's words.
    if (message.contains("No space left on device") || message.contains("quota exceeded")) {
      return new StorageFullException("there is no room in the blob store in " + root, cause);
    }
    return cause;
  }

  private void require(Volume needed) throws IOException {
    long available = needed.available();
    long announced = needed.announced();
    if (available - announced < space.reserve()) {
      throw new StorageFullException(
          "there is no room in the blob store in "
              + root
              + ": "
              + needed
              + " has "
              + available
              + " bytes left, of which "
              + announced
              + " are announced and "
              + space.reserve()
              + " kept in reserve",
          null);
    }
  }

  private void requireBelowLimit() throws IOException {
    OptionalLong left = limit.left();
    if (left.isPresent() && left.getAsLong() < pending.get()) {
      throw new StorageFullException(
          "there is no room in the blob store in "
              + root
              + ": "
              + left.getAsLong()
              + " bytes are left of its limit, and "
              + pending.get()
              + " are announced",
          null);
    }
  }
}
