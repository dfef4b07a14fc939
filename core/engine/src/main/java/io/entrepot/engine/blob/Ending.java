package io.entrepot.engine.blob;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** The end of threads whose work must not be left half done. */
public final class Ending {

  private Ending() {}

  /** Takes no more work and waits for what runs, also when it is interrupted meanwhile. */
  public static void await(ExecutorService executor) {
    executor.shutdown();
    boolean interrupted = false;
    while (true) {
      try {
        if (executor.awaitTermination(1, TimeUnit.MINUTES)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
