package io.entrepot.engine.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what the log has into the database, so that the log begins anew. A page that was changed
 * many times is brought there once, so the log may grow a while; and it is done by a thread of its
 * own while others write. What they have written meanwhile is little: the writer does that rest,
 * after which the log can begin anew, if nobody reads in it.
 */
final class Checkpoints implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  /** Transactions from one look at the log to the next. */
  private static final int LOOK = 16;

  /** Pages, of 4 KiB. */
  private static final int LONG_LOG = 4_000;

  private static final long TOO_LONG_LOG = 64L << 20;

  private final Path log;
  private final Handle writer;
  private final Handle own;
  private final BooleanSupplier readsAreShort;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "entrepot-database-checkpoint");
            thread.setDaemon(true);
            return thread;
          });
  private Future<?> running = CompletableFuture.completedFuture(null);
  private boolean rest;
  private int batches;

  /**
   * Takes over the checkpoints of a writer.
   *
   * @param log the file that SQLite writes ahead into
   * @param writer the writer's connection
   * @param own one for the other thread
   * @param readsAreShort false while a read lasts for which the log is not to be shortened
   */
  Checkpoints(Path log, Handle writer, Handle own, BooleanSupplier readsAreShort) {
    this.log = log;
    this.writer = writer;
    this.own = own;
    this.readsAreShort = readsAreShort;
    writer.execute("PRAGMA wal_autocheckpoint = 0");
  }

  /** A transaction of the writer's is over; called by its thread. */
  void committed() {
    if (++batches % LOOK != 0 || !running.isDone()) {
      return;
    }
    try {
      if (rest) {
        rest = false;
        checkpoint(writer, "PASSIVE");
        shorten();
      } else if (checkpoint(writer, "NOOP") > LONG_LOG) {
        rest = true;
        running = executor.submit(() -> run());
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("The database's log {} stays as long as it is", log, e);
    }
  }

  private void run() {
    try {
      checkpoint(own, "PASSIVE");
    } catch (RuntimeException e) {
      LOG.warn("The database's log {} stays as long as it is", log, e);
    }
  }

  /**
   * Begins the log anew when it has grown long nevertheless: on a busy server the moment in which
   * nobody reads may not come. Reads are waited for, so only while all are short.
   */
  private void shorten() throws IOException {
    if (readsAreShort.getAsBoolean() && Files.size(log) > TOO_LONG_LOG) {
      checkpoint(writer, "TRUNCATE");
    }
  }

  /** Gives how many pages the log has. */
  private static int checkpoint(Handle handle, String mode) {
    return handle
        .createQuery("PRAGMA wal_checkpoint(" + mode + ")")
        .map((row, context) -> row.getInt(2))
        .one();
  }

  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.warn("The database's log {} is still being brought into it", log);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    own.close();
  }
}
