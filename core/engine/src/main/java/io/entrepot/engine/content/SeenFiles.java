package io.entrepot.engine.content;

import io.entrepot.spi.blob.BlobId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Whether the files are sound of blobs whose bytes are uploaded again: an upload takes the place of
 * one that is not. Looked at beforehand, as the one thread that writes must not wait for a disk;
 * and only once a commit has met such a blob, as most uploads are new.
 */
final class SeenFiles {

  private final Map<BlobId, Boolean> sound = new HashMap<>();
  private final boolean trusting;

  private SeenFiles(boolean trusting) {
    this.trusting = trusting;
  }

  /** Nothing was looked at yet. */
  static SeenFiles none() {
    return new SeenFiles(false);
  }

  /** All that can be met were looked at, and all but these are sound. */
  static SeenFiles allBut(Set<BlobId> broken) {
    SeenFiles files = new SeenFiles(true);
    broken.forEach(id -> files.add(id, false));
    return files;
  }

  /** A file was looked at. */
  void add(BlobId id, boolean isSound) {
    sound.put(id, isSound);
  }

  /**
   * Whether a blob's file is there and as long as it should be.
   *
   * @throws UnseenFileException if nobody has looked
   */
  boolean sound(BlobId id) throws UnseenFileException {
    Boolean seen = sound.get(id);
    if (seen == null && trusting) {
      return true;
    }
    if (seen == null) {
      throw new UnseenFileException(id);
    }
    return seen;
  }
}
