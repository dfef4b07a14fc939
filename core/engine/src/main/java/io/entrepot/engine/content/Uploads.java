package io.entrepot.engine.content;

import io.entrepot.spi.blob.BlobId;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The uploads whose bytes a commit may make blobs.
 *
 * @param keeper has the bytes of such a blob be durable with the commit
 */
record Uploads(Set<BlobId> ids, Keeper keeper) {

  /** See {@link io.entrepot.engine.blob.FreshBlobs#keep}. */
  @FunctionalInterface
  interface Keeper {
    /** An upload is a blob with this transaction. */
    void keep(Handle handle, String store, BlobId id);
  }

  /** None at all. */
  static final Uploads NONE = durable(Set.of());

  /** Uploads whose files are durable. */
  static Uploads durable(Set<BlobId> ids) {
    return new Uploads(ids, (handle, store, id) -> {});
  }

  boolean contains(BlobId id) {
    return ids.contains(id);
  }
}
