package io.entrepot.engine.blob;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does something at once and then every hour, in a thread of its own, until it is closed. */
public final class Hourly implements AutoCloseable {

  private final ScheduledExecutorService executor;

  /**
   * Begins.
   *
   * @param job handles its own failures
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the job ends with the executor alone
  public Hourly(String thread, Runnable job) {
    executor =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread made = new Thread(work, thread);
              made.setDaemon(true);
              return made;
            });
    executor.scheduleWithFixedDelay(job, 0, 1, TimeUnit.HOURS);
  }

  /** Stops; a job that runs is waited for. */
  @Override
  public void close() {
    executor.shutdown();
    boolean interrupted = false;
    while (true) {
      try {
        if (executor.awaitTermination(1, TimeUnit.MINUTES)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
        executor.shutdownNow();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
