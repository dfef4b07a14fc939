package io.entrepot.engine.repository;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts who uses a thing. It ends once, when its owner has let go and nobody uses it any more. */
final class Lease {

  private final AtomicInteger holds = new AtomicInteger(1);
  private final AtomicBoolean retired = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Runnable end;

  /**
   * A lease held by its owner alone.
   *
   * @param end what happens when it ends
   */
  Lease(Runnable end) {
    this.end = end;
  }

  /** Uses the thing; false if it has ended, and must not be used. */
  boolean acquire() {
    int seen = holds.get();
    while (seen > 0) {
      if (holds.compareAndSet(seen, seen + 1)) {
        return true;
      }
      seen = holds.get();
    }
    return false;
  }

  /** Gives back what {@link #acquire} gave, once for each. */
  void release() {
    if (holds.decrementAndGet() == 0) {
      try {
        end.run();
      } finally {
        ended.countDown();
      }
    }
  }

  /** The owner lets go. Does nothing the second time. */
  void retire() {
    if (retired.compareAndSet(false, true)) {
      release();
    }
  }

  /** How many use it now, beside the owner. */
  int users() {
    return Math.max(0, holds.get() - (retired.get() ? 0 : 1));
  }

  /** Waits for the end; false if it has not come in that time, or the thread is interrupted. */
  boolean awaitEnd(Duration patience) {
    try {
      return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
