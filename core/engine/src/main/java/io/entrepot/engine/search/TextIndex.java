package io.entrepot.engine.search;

import io.entrepot.engine.content.VersionKey;
import io.entrepot.engine.database.Database;
import io.entrepot.engine.database.Prepared;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
  private static final int FEW_TRIGRAMS = 4;

  /** Characters of names, the most frequent first; digits and what else is missing are rarer. */
  private static final String FREQUENT = "eatoirnscl-dpumh.gfyb/w";

  private static final String ADD =
      "INSERT INTO component_text (rowid, words)"
          // Files are called by their paths, which have the group in them: it need not come twice.
          + " SELECT id, CASE WHEN instr('/' || name, group_name) = 1 THEN '/'"
          + " ELSE group_name || char(10) END || name || char(10) || version FROM component"
          + " WHERE id > "
          + LAST
          + " ORDER BY id LIMIT ?";

  private record Unkeyed(long id, String version) {}

  private final Database database;
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
    this.end = database.atEachEnd(TextIndex::follow);
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

  /**
   * Those few of them that are likely to be rare. To look for all of them costs the more the more
   * frequent they are; what is found by few has to be looked at anyway.
   */
  static Set<String> rarest(List<String> fragments) {
    return trigrams(fragments).stream()
        .sorted(Comparator.comparingInt(TextIndex::rarity).reversed())
        .limit(FEW_TRIGRAMS)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The expression that finds all components that have some trigrams. */
  static String expression(Set<String> trigrams) {
    return trigrams.stream()
        .map(trigram -> '"' + trigram.replace("\"", "\"\"") + '"')
        .collect(Collectors.joining(" AND "));
  }

  private static int rarity(String trigram) {
    return trigram
        .toLowerCase(Locale.ROOT)
        .chars()
        .map(c -> FREQUENT.indexOf(c) < 0 ? FREQUENT.length() : FREQUENT.indexOf(c))
        .sum();
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
      while (!executor.isShutdown()
          && database.write(handle -> add(handle, BATCH) + key(handle)) > 0) {
        LOG.debug("Took in some components from before there was an index");
      }
    } catch (IOException e) {
      LOG.warn("Some components will not be found by search before the next start", e);
    }
  }

  private static int follow(Handle handle) {
    long behind = Prepared.first(handle, BEHIND, row -> row.getLong(1)).orElseThrow();
    return behind < MOST_LATE ? 0 : add(handle, MOST_AT_END);
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
