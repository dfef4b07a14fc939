package io.entrepot.engine.http;

import io.entrepot.engine.content.Contents;
import io.entrepot.spi.blob.BlobId;
import io.entrepot.spi.content.StoredBlob;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Small blobs, kept on the heap as long as there is room, the longest unused leave first. A blob's
 * bytes never change and no id comes twice, so nothing here goes stale. Thread-safe.
 */
final class SmallBlobs {

  /** The largest blob kept, in bytes. */
  static final int LARGEST = 64 * 1024;

  // What an entry costs beside its bytes, roughly.
  private static final int OVERHEAD = 256;

  private record Key(String store, BlobId id) {}

  private final Contents contents;
  private final long capacity;
  private final Map<Key, ByteBuffer> kept = new LinkedHashMap<>(64, 0.75f, true);
  private long size;

  /**
   * An empty one.
   *
   * @param capacity in bytes
   */
  SmallBlobs(Contents contents, long capacity) {
    this.contents = contents;
    this.capacity = capacity;
  }

  /**
   * The bytes of a blob that is no larger than {@link #LARGEST}.
   *
   * @throws IOException if they cannot be read
   */
  ByteBuffer read(StoredBlob blob) throws IOException {
    Key key = new Key(blob.store(), blob.id());
    synchronized (this) {
      ByteBuffer known = kept.get(key);
      if (known != null) {
        return known.duplicate();
      }
    }
    ByteBuffer bytes = contents.read(blob).asReadOnlyBuffer();
    keep(key, bytes);
    return bytes.duplicate();
  }

  private synchronized void keep(Key key, ByteBuffer bytes) {
    if (kept.putIfAbsent(key, bytes) != null) {
      return;
    }
    size += bytes.capacity() + OVERHEAD;
    Iterator<ByteBuffer> oldest = kept.values().iterator();
    while (size > capacity && oldest.hasNext()) {
      size -= oldest.next().capacity() + OVERHEAD;
      oldest.remove();
    }
  }
}
