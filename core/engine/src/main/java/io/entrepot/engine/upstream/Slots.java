package io.entrepot.engine.upstream;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** So many at a time; some more may wait, without a thread. */
final class Slots {

  private final int limit;
  private final int most;
  private final Executor executor;
  private final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>();
  private int taken;

  /**
   * All are free.
   *
   * @param limit how many there are
   * @param most how many may wait for one
   * @param executor goes on with those that waited
   */
  Slots(int limit, int most, Executor executor) {
    this.limit = limit;
    this.most = most;
    this.executor = executor;
  }

  /** Takes one: completed when it is there. Empty if too many wait. */
  synchronized Optional<CompletableFuture<Void>> take() {
    if (taken < limit) {
      taken++;
      return Optional.of(CompletableFuture.completedFuture(null));
    }
    if (waiting.size() >= most) {
      return Optional.empty();
    }
    CompletableFuture<Void> slot = new CompletableFuture<>();
    waiting.add(slot);
    return Optional.of(slot);
  }

  /** Gives one back. */
  void free() {
    Optional<CompletableFuture<Void>> next = next();
    if (next.isPresent()) {
      executor.execute(
          () -> {
            if (!next.get().complete(null)) {
              free();
            }
          });
    }
  }

  private synchronized Optional<CompletableFuture<Void>> next() {
    Optional<CompletableFuture<Void>> next = Optional.ofNullable(waiting.poll());
    if (next.isEmpty()) {
      taken--;
    }
    return next;
  }

  /** Forgets those that wait no longer. */
  synchronized void sweep() {
    waiting.removeIf(CompletableFuture::isDone);
  }

  synchronized int taken() {
    return taken;
  }
}
