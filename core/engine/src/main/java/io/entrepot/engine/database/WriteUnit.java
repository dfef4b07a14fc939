package io.entrepot.engine.database;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** One caller's work within a shared transaction, and what came of it. */
final class WriteUnit<T> {

  final Work<T> work;
  private final CountDownLatch answered = new CountDownLatch(1);
  private T result;
  private Throwable failure;

  WriteUnit(Work<T> work) {
    this.work = work;
  }

  void succeeded(T value) {
    result = value;
  }

  void failed(Throwable thrown) {
    failure = thrown;
  }

  /** What it failed of, if it did. */
  Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /** Lets the caller go on, with what was noted last. */
  void answer() {
    answered.countDown();
  }

  /**
   * Waits for the commit. Not to be interrupted: who gave up waiting would not know whether the
   * work was done.
   */
  T await() throws IOException {
    boolean interrupted = false;
    while (true) {
      try {
        answered.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure == null) {
      return result;
    }
    if (failure instanceof IOException exception) {
      throw exception;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof SQLException fault) {
      throw Faults.translate(fault, true);
    }
    RuntimeException exception = (RuntimeException) failure;
    SQLException fault = Faults.of(exception).orElseThrow(() -> exception);
    throw Faults.translate(fault, true);
  }
}
