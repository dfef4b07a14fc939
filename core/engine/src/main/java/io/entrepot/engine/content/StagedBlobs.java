package io.entrepot.engine.content;

import io.entrepot.engine.blob.BlobStores;
import io.entrepot.spi.blob.BlobId;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finished uploads that no commit has taken yet. What nobody takes within an hour is removed; what
 * the server's end leaves behind is for the collector.
 */
final class StagedBlobs {

  private static final Logger LOG = LoggerFactory.getLogger(StagedBlobs.class);
  private static final Duration KEPT = Duration.ofHours(1);

  private record Waiting(String store, Instant since) {}

  private final BlobStores stores;
  private final Clock clock;
  private final Map<BlobId, Waiting> waiting = new ConcurrentHashMap<>();

  StagedBlobs(BlobStores stores, Clock clock) {
    this.stores = stores;
    this.clock = clock;
  }

  void add(String store, BlobId id) {
    waiting.put(id, new Waiting(store, clock.instant()));
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
    return found != null && found.store().equals(store) && waiting.remove(id, found);
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
          if (found.since().isBefore(limit) && waiting.remove(id, found)) {
            remove(found.store(), id);
            removed.incrementAndGet();
          }
        });
    return removed.get();
  }
}
