package io.entrepot.engine.collect;

import io.entrepot.engine.blob.BlobHold;
import io.entrepot.engine.blob.BlobStores;
import io.entrepot.engine.content.Garbage;
import io.entrepot.engine.task.TaskRun;
import io.entrepot.spi.blob.BlobId;
import io.entrepot.spi.blob.BlobInfo;
import io.entrepot.spi.blob.BlobStore;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes the bytes of one blob store after the other that nothing has. */
final class BlobSweep {

  private static final Logger LOG = LoggerFactory.getLogger(BlobSweep.class);
  private static final int BATCH = 500;

  private final Garbage garbage;
  private final BlobStores stores;
  private final BlobHold hold;
  private final TaskRun run;
  private long blobs;
  private long bytes;
  private long considered;

  BlobSweep(Garbage garbage, BlobStores stores, BlobHold hold, TaskRun run) {
    this.garbage = garbage;
    this.stores = stores;
    this.hold = hold;
    this.run = run;
  }

  /** How many files went. */
  long blobs() {
    return blobs;
  }

  /** How many bytes they had. */
  long bytes() {
    return bytes;
  }

  /** Removes what no asset has since a moment: the row, and only then the file. */
  void sweep(String store, Instant until) throws IOException {
    BlobStore files = stores.store(store);
    List<Garbage.Blob> batch;
    do {
      Optional<BlobHold.Permit> permit = permit(store);
      if (permit.isEmpty()) {
        return;
      }
      try {
        batch = garbage.forget(store, until, BATCH);
        for (Garbage.Blob blob : batch) {
          delete(files, store, blob.id(), blob.size());
        }
      } finally {
        permit.get().close();
      }
      run.progress("blobs that nothing has", blobs, 0);
    } while (batch.size() == BATCH);
  }

  /**
   * Removes files that no row knows: what a crash left between an upload's end and its commit, or
   * between the end of a row and that of its file.
   *
   * @param before only what is older
   * @param total how many there are about, in all stores
   */
  void sweepFiles(String store, Instant before, long total) throws IOException {
    BlobStore files = stores.store(store);
    Optional<Cursor> from = Optional.of(Cursor.START);
    while (from.isPresent()) {
      Page<BlobInfo> page = files.list(from.get());
      List<BlobInfo> old =
          page.items().stream().filter(file -> file.created().isBefore(before)).toList();
      Set<BlobId> unknown = garbage.unknown(store, old.stream().map(BlobInfo::id).toList());
      if (!unknown.isEmpty()) {
        Optional<BlobHold.Permit> permit = permit(store);
        if (permit.isEmpty()) {
          return;
        }
        try {
          for (BlobInfo file : old) {
            if (unknown.contains(file.id())) {
              delete(files, store, file.id(), file.size());
            }
          }
        } finally {
          permit.get().close();
        }
      }
      considered += page.items().size();
      run.progress("files considered", considered, Math.max(total, considered));
      from = page.next();
    }
  }

  private Optional<BlobHold.Permit> permit(String store) {
    Optional<BlobHold.Permit> permit = hold.removal();
    if (permit.isEmpty()) {
      run.report(
          "blob store '" + store + "': a backup needs all blobs; the rest is left for later");
    }
    return permit;
  }

  private void delete(BlobStore files, String store, BlobId id, long size) {
    try {
      if (files.delete(id)) {
        blobs++;
        bytes += size;
      }
    } catch (IOException e) {
      // Its row is gone: the search for unknown files finds it again.
      LOG.warn("Blob {} of store {} was not removed", id, store, e);
      run.report("blob " + id + " of store '" + store + "' was not removed: " + e.getMessage());
    }
  }
}
