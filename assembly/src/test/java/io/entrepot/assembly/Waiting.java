package io.entrepot.assembly;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for something that another process does: there is nothing to be notified by. */
final class Waiting {

  private Waiting() {}

  /** Waits until a condition is true; fails the test, with what was waited for, if it never is. */
  static void until(String what, Duration limit, Callable<Boolean> condition) {
    until(what, limit, condition, () -> "");
  }

  /** The same; a failure shows what the details then are. */
  static void until(
      String what, Duration limit, Callable<Boolean> condition, Supplier<String> details) {
    long end = System.nanoTime() + limit.toNanos();
    Exception last = null;
    do {
      try {
        if (condition.call()) {
          return;
        }
        last = null;
      } catch (Exception e) {
        last = e;
      }
      pause(Duration.ofMillis(50));
    } while (System.nanoTime() < end);
    throw new AssertionError("not within " + limit + ": " + what + "\n" + details.get(), last);
  }

  private static void pause(Duration time) {
    try {
      boolean ignored = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
