package io.entrepot.engine.search;

import io.entrepot.engine.content.VersionKey;
import io.entrepot.engine.database.Database;
import io.entrepot.engine.database.Prepared;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the index of texts in step. It takes in components many at a time, at the end of the
 * transaction that makes enough of them: one at a time each costs as much as all other rows of an
 * upload. Rows go up and are never used again, so those that are still to come are the ones behind
 * the last row that it has; who searches looks through {@link #late} as well. What goes away is
 * taken out by a trigger.
 *
 * <p>Components from before there was an index are taken in at the start, some at a time.
 */
final class TextIndex implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TextIndex.class);

  private static final int BATCH = 500;

  /** So many components are not in the index at most, unless one transaction makes more. */
  static final int MOST_LATE = 128;

  /** More than a transaction makes, unless one change set alone makes so many. */
  private static final int MOST_AT_END = 2_000;

  private static final String LAST = "(SELECT coalesce(max(id), 0) FROM component_text_docsize)";

  private static final String LATE =
      "SELECT" + Found.COLUMNS + " WHERE c.id > " + LAST + " ORDER BY c.id LIMIT ?";

  private static final String BEHIND =
      "SELECT (SELECT coalesce(max(id), 0) FROM component) - " + LAST;

  private static final int MOST_TRIGRAMS = 32;

  /** The index is tidied up when it has grown by so many, if that is a quarter of it. */
  private static final int TIDY = 4_000;

  /** So many pages are merged in a transaction, which takes some milliseconds. */
  private static final int MERGED = 32;

  private static final String ADD =
      "INSERT INTO component_text (rowid, words)"
          // Files are called by their paths, which have the group in them: it need not come twice.
          + " SELECT id, CASE WHEN instr('/' || name, group_name) = 1 THEN '/'"
          + " ELSE group_name || char(10) END || name || char(10) || version FROM component"
          + " WHERE id > "
          + LAST
          + " ORDER BY id LIMIT ?";

  private static final String MERGE =
      "INSERT INTO component_text (component_text, rank) VALUES ('merge', ?)";

  private record Unkeyed(long id, String version) {}

  private final Database database;
  private final TrigramCounts counts = new TrigramCounts();
  private final AtomicLong grown = new AtomicLong();
  private final Runnable end;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "entrepot-search-catch-up");
            thread.setDaemon(true);
            return thread;
          });
  private final Future<?> caughtUp;

  TextIndex(Database database) {
    this.database = database;
    this.end = database.atEachEnd(this::follow);
    this.caughtUp = executor.submit(this::catchUp);
  }

  /** Done when what was there before is in the index, or could not be taken in. */
  Future<?> caughtUp() {
    return caughtUp;
  }

  /**
   * The components that are not in the index yet, the oldest first. To be asked before the index
   * is: what it takes in between the two is found twice, and otherwise would not be found at all.
   */
  static List<Found> late(Handle handle) {
    return handle.createQuery(LATE).bind(0, MOST_LATE).map((row, context) -> Found.of(row)).list();
  }

  /** The pieces of three characters of some texts, by which the index finds these. */
  static Set<String> trigrams(List<String> fragments) {
    Set<String> trigrams = new LinkedHashSet<>();
    for (String fragment : fragments) {
      int[] points = fragment.codePoints().toArray();
      for (int i = 0; i + 3 <= points.length && trigrams.size() < MOST_TRIGRAMS; i++) {
        trigrams.add(new String(points, i, 3));
      }
    }
    return trigrams;
  }

  /** Those few trigrams that are in the fewest components, as far as is known. */
  Set<String> rarest(List<String> fragments) {
    return counts.rarest(trigrams(fragments));
  }

  /** The expression that finds all components that have some trigrams. */
  static String expression(Set<String> trigrams) {
    return trigrams.stream()
        .map(trigram -> '"' + trigram.replace("\"", "\"\"") + '"')
        .collect(Collectors.joining(" AND "));
  }

  @Override
  public void close() {
    end.run();
    executor.shutdown();
    try {
      if (!executor.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.warn("The index of texts is still being made");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void catchUp() {
    try {
      while (!executor.isShutdown() && database.write(handle -> take(handle) + key(handle)) > 0) {
        LOG.debug("Took in some components from before there was an index");
      }
      tidy();
    } catch (IOException e) {
      LOG.warn("Some components will not be found by search before the next start", e);
    }
  }

  private int take(Handle handle) {
    int taken = add(handle, BATCH);
    grown.addAndGet(taken);
    return taken;
  }

  private int follow(Handle handle) {
    long behind = Prepared.first(handle, BEHIND, row -> row.getLong(1)).orElseThrow();
    if (behind < MOST_LATE) {
      return 0;
    }
    int added = add(handle, MOST_AT_END);
    long most = Math.max(TIDY, counts.components() / 4);
    if (grown.addAndGet(added) >= most && caughtUp.isDone() && !executor.isShutdown()) {
      grown.set(0);
      executor.execute(this::tidyUp);
    }
    return added;
  }

  private void tidyUp() {
    try {
      tidy();
    } catch (IOException e) {
      LOG.warn("The index of texts was not tidied up, which makes searches slower", e);
    }
  }

  /**
   * Makes the index one piece again, of the several that additions leave, each of which every
   * search looks into; and looks anew what is rare.
   */
  private void tidy() throws IOException {
    grown.set(0);
    counts.sample(database);
    int pages = -MERGED; // the first call, with less than nothing, has all pieces merged
    while (!executor.isShutdown() && merged(pages)) {
      pages = MERGED;
    }
  }

  private boolean merged(int pages) throws IOException {
    return database.write(
        handle -> {
          long before = changes(handle);
          handle.execute(MERGE, pages);
          // Its own row is one; see the documentation of FTS5, "The 'merge' Command".
          return changes(handle) - before >= 2;
        });
  }

  private static long changes(Handle handle) {
    return handle.createQuery("SELECT total_changes()").map((row, context) -> row.getLong(1)).one();
  }

  private static int add(Handle handle, int most) {
    return handle.execute(ADD, most);
  }

  private static int key(Handle handle) {
    List<Unkeyed> unkeyed =
        handle
            .createQuery(
                "SELECT id, version FROM component WHERE version_key IS NULL ORDER BY id LIMIT ?")
            .bind(0, BATCH)
            .map((row, context) -> new Unkeyed(row.getLong(1), row.getString(2)))
            .list();
    for (Unkeyed one : unkeyed) {
      handle.execute(
          "UPDATE component SET version_key = ? WHERE id = ?",
          VersionKey.of(one.version()),
          one.id());
    }
    return unkeyed.size();
  }
}
