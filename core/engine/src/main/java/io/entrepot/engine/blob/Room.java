package io.entrepot.engine.blob;

import io.entrepot.spi.blob.StorageFullException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Tells a full disk from a failing one. */
final class Room {

  private Room() {}

  /** The exception to throw: one that says so if there was no room. */
  static IOException explain(IOException cause, FileLayout layout) {
    String message = String.valueOf(cause.getMessage());
    // The JDK has no type for ENOSPC and EDQUOT; it hands on the system's words.
    if (message.contains("No space left on device") || message.contains("quota exceeded")) {
      return full(layout.root(), cause);
    }
    return cause;
  }

  /** Refuses at once what was announced and cannot fit. */
  static void require(OptionalLong announced, FileLayout layout) throws IOException {
    if (announced.isPresent() && announced.getAsLong() > layout.disk().available(layout.root())) {
      throw full(layout.root(), null);
    }
  }

  private static StorageFullException full(Path root, IOException cause) {
    return new StorageFullException("there is no room in the blob store in " + root, cause);
  }
}
