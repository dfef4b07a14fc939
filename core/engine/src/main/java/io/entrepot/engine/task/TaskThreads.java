package io.entrepot.engine.task;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of tasks: a few that work, and one that looks what is due every second. */
final class TaskThreads implements Executor, AutoCloseable {

  /** How many tasks run at once. */
  static final int MOST = 4;

  private static final Logger LOG = LoggerFactory.getLogger(TaskThreads.class);

  private final ExecutorService workers =
      Executors.newCachedThreadPool(work -> thread("task", work));
  private final ScheduledExecutorService heart =
      Executors.newSingleThreadScheduledExecutor(work -> thread("schedule", work));

  @Override
  public void execute(Runnable work) {
    workers.execute(work);
  }

  /** Begins to look. */
  @SuppressWarnings("FutureReturnValueIgnored") // it ends with the threads alone
  void everySecond(Runnable look) {
    heart.scheduleWithFixedDelay(() -> guarded(look), 1, 1, TimeUnit.SECONDS);
  }

  // What is thrown here would end the schedule without a word.
  private static void guarded(Runnable look) {
    try {
      look.run();
    } catch (RuntimeException | Error e) {
      LOG.error("Tasks that are due could not be begun", e);
    }
  }

  private static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(work, "entrepot-" + name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    heart.shutdown();
    workers.shutdown();
  }
}
