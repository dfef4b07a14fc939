package io.entrepot.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several who do the same thing over and over for a while, each on a thread of its own. */
final class Crowd {

  private Crowd() {}

  /** One of them. */
  interface Worker extends AutoCloseable {
    /** Does it once. */
    void work() throws Exception;

    @Override
    void close() throws IOException;
  }

  /** Makes the worker of a number. */
  interface Hiring {
    Worker hire(int number) throws Exception;
  }

  /** How often per second it was done, all together. */
  static double rate(int workers, Duration time, Hiring hiring) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(workers);
    List<Worker> hired = new ArrayList<>();
    try {
      for (int i = 0; i < workers; i++) {
        hired.add(hiring.hire(i));
      }
      long begin = System.nanoTime();
      long end = begin + time.toNanos();
      List<Future<Long>> counts = new ArrayList<>();
      for (Worker worker : hired) {
        counts.add(threads.submit(() -> count(worker, end)));
      }
      long done = 0;
      for (Future<Long> count : counts) {
        done += count.get();
      }
      return done / ((System.nanoTime() - begin) / 1e9);
    } finally {
      threads.shutdownNow();
      for (Worker worker : hired) {
        worker.close();
      }
    }
  }

  private static long count(Worker worker, long end) throws Exception {
    long done = 0;
    while (System.nanoTime() < end) {
      worker.work();
      done++;
    }
    return done;
  }
}
