package io.entrepot.engine.content;

import io.entrepot.engine.blob.BlobStores;
import io.entrepot.spi.blob.BlobId;
import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.Staged;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finished uploads that are not blobs yet. What no commit takes within an hour is removed; what the
 * server's end leaves behind is for the collector, which must be able to tell the one from the
 * other: from before its file has its name until its row is there, or the file is gone, an upload
 * is known here.
 */
final class StagedBlobs {

  private static final Logger LOG = LoggerFactory.getLogger(StagedBlobs.class);
  private static final Duration KEPT = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Why a finished upload's file is there. */
  private record Waiting(String store, Instant since, boolean taken) {}

  private final BlobStores stores;
  private final Clock clock;
  private final Map<BlobId, Waiting> waiting = new ConcurrentHashMap<>();
  private final Set<CountDownLatch> finishing = ConcurrentHashMap.newKeySet();

  StagedBlobs(BlobStores stores, Clock clock) {
    this.stores = stores;
    this.clock = clock;
  }

  /** Finishes an upload: its bytes wait for a commit from then on. */
  Staged finish(String store, BlobUpload upload) throws IOException {
    CountDownLatch done = new CountDownLatch(1);
    finishing.add(done);
    try {
      Staged finished = stores.finish(upload);
      waiting.put(finished.id(), new Waiting(store, clock.instant(), false));
      return finished;
    } finally {
      finishing.remove(done);
      done.countDown();
    }
  }

  /**
   * Waits until all uploads that are being finished now are known by their names.
   *
   * @return false if that lasted too long, or the thread was interrupted
   */
  boolean awaitFinishing() {
    try {
      for (CountDownLatch one : finishing) {
        if (!one.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Whether a file waits for a commit, or is in one. */
  boolean holds(BlobId id) {
    return waiting.containsKey(id);
  }

  /** The store in which it waits; empty if it does not. */
  Optional<String> store(BlobId id) {
    return Optional.ofNullable(waiting.get(id)).map(Waiting::store);
  }

  /**
   * Takes it for a commit, which from here on says what becomes of it; false if it is not there to
   * be taken: another commit has it, or had it.
   */
  boolean take(String store, BlobId id) {
    Waiting found = waiting.get(id);
    return found != null
        && !found.taken()
        && found.store().equals(store)
        && waiting.replace(id, found, new Waiting(store, found.since(), true));
  }

  /** The commit that took it is over, and what became of it is known. */
  void settled(BlobId id) {
    waiting.remove(id);
  }

  /** Removes a file that nothing needs. That this fails harms nobody: the file is a leftover. */
  void remove(String store, BlobId id) {
    try {
      stores.store(store).delete(id);
    } catch (IOException e) {
      LOG.warn("Blob {} of store {} is not needed and was not removed", id, store, e);
    }
  }

  int purge() {
    Instant limit = clock.instant().minus(KEPT);
    AtomicInteger removed = new AtomicInteger();
    waiting.forEach(
        (id, found) -> {
          if (!found.taken() && found.since().isBefore(limit) && waiting.remove(id, found)) {
            remove(found.store(), id);
            removed.incrementAndGet();
          }
        });
    return removed.get();
  }
}
