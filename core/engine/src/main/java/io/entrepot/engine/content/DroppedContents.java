package io.entrepot.engine.content;

import io.entrepot.engine.blob.Ending;
import io.entrepot.engine.database.Database;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the rows of dropped repositories, some at a time so that nobody's write waits long, in a
 * thread of its own. What a stop interrupts goes on with the next start.
 */
final class DroppedContents implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DroppedContents.class);
  private static final int BATCH = 200;

  /** The columns by which a line of a table that has no id of its own is found. */
  private static final List<List<String>> TABLES =
      List.of(
          List.of("record", "content, kind, record_key"),
          List.of("node", "content, folder, folded, name"),
          List.of("component", "id"));

  private record Line(long asset, long blob) {}

  private final Database database;
  private final Clock clock;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "entrepot-dropped-repositories");
            thread.setDaemon(true);
            return thread;
          });

  DroppedContents(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
    sweepSoon();
  }

  /** Begins to remove what is left of all that were dropped. */
  void sweepSoon() {
    executor.execute(this::sweep);
  }

  /** Done when all that were dropped before are gone, or could not be removed. */
  Future<?> swept() {
    return executor.submit(this::sweep);
  }

  /** The same, waiting for it. */
  void sweepNow() throws IOException {
    try {
      swept().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while rows of dropped repositories went");
    } catch (ExecutionException | RejectedExecutionException e) {
      throw new IOException("rows of dropped repositories are left: " + e.getMessage(), e);
    }
  }

  private void sweep() {
    try {
      Optional<Long> content = next();
      while (content.isPresent() && !executor.isShutdown()) {
        if (!step(content.get())) {
          content = next();
        }
      }
    } catch (IOException e) {
      LOG.warn("The rows of a dropped repository are left until the next start", e);
    }
  }

  private Optional<Long> next() throws IOException {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT c.id FROM content c WHERE c.repository IS NULL AND NOT EXISTS"
                        + " (SELECT 1 FROM removed_repository r WHERE r.content = c.id) LIMIT 1")
                .map((row, context) -> row.getLong(1))
                .findOne());
  }

  /** Removes some rows; false if none are left. */
  private boolean step(long content) throws IOException {
    Instant now = clock.instant();
    return database.write(
        handle -> {
          if (assets(handle, content, now)) {
            return true;
          }
          for (List<String> table : TABLES) {
            if (lines(handle, table.get(0), table.get(1), content)) {
              return true;
            }
          }
          handle.execute("DELETE FROM content WHERE id = ?", content);
          return false;
        });
  }

  private static boolean assets(Handle handle, long content, Instant now) {
    List<Line> lines =
        handle
            .createQuery("SELECT id, blob FROM asset WHERE content = ? LIMIT ?")
            .bind(0, content)
            .bind(1, BATCH)
            .map((row, context) -> new Line(row.getLong(1), row.getLong(2)))
            .list();
    for (Line line : lines) {
      handle.execute("DELETE FROM asset WHERE id = ?", line.asset());
      BlobRows.release(handle, line.blob(), now);
    }
    return !lines.isEmpty();
  }

  private static boolean lines(Handle handle, String table, String key, long content) {
    return handle.execute(
            "DELETE FROM "
                + table
                + " WHERE ("
                + key
                + ") IN (SELECT "
                + key
                + " FROM "
                + table
                + " WHERE content = ? LIMIT ?)",
            content,
            BATCH)
        > 0;
  }

  @Override
  public void close() {
    Ending.await(executor);
  }
}
