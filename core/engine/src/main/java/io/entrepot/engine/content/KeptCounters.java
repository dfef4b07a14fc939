package io.entrepot.engine.content;

import io.entrepot.engine.database.Database;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Compares what is kept along with every change with what counting gives, and corrects it. Safe
 * while others read and write: each comparison is one statement, and a correction either counts
 * anew within the write or adds the difference, which the changes of others leave as it is.
 */
public final class KeptCounters {

  /**
   * A number that is wrong.
   *
   * @param what it is: {@code bytes of repository 'files'}
   */
  public record Wrong(String what, long kept, long counted) {}

  /** Told what comes of it. */
  public interface Watcher {

    /** So many lines of the database were compared in this step. */
    void compared(int lines) throws IOException;

    /** One is wrong; it is corrected after this, if that was asked for. */
    void found(Wrong wrong);
  }

  private static final int PAGE = 500;
  private static final String ASSETS_OF_BLOB = "(SELECT count(*) FROM asset WHERE blob = b.id)";
  private static final String ASSETS_OF_COMPONENT =
      "(SELECT count(*) FROM asset WHERE component = c.id)";

  /** What is true of an asset {@code a} that a collection must leave alone. */
  private static final String NEEDED = "(a.retention = 0 OR " + NeedRows.NEEDED + ")";

  private record Line(long id, Wrong wrong, boolean right) {}

  /** What is kept for one thing; the statement adds what is missing to both numbers. */
  private record Pair(String addition, String name, Wrong count, Wrong bytes) {}

  private final Database database;
  private final Clock clock;
  private final Watcher watcher;
  private final boolean repair;

  /**
   * A comparison.
   *
   * @param repair whether what is wrong is corrected
   */
  public KeptCounters(Database database, Clock clock, boolean repair, Watcher watcher) {
    this.database = database;
    this.clock = clock;
    this.repair = repair;
    this.watcher = watcher;
  }

  /** Compares all of them. */
  public void compare() throws IOException {
    pages(
        "SELECT b.id, b.store || '/' || b.name, b.assets, "
            + ASSETS_OF_BLOB
            + ", b.unreferenced_since IS NOT NULL FROM blob b WHERE b.id > ? ORDER BY b.id LIMIT ?",
        KeptCounters::blob,
        this::correctBlob);
    pages(
        "SELECT c.id, c.name || ' ' || c.version, c.assets, "
            + ASSETS_OF_COMPONENT
            + " FROM component c JOIN content o ON o.id = c.content"
            + " WHERE c.id > ? AND o.repository IS NOT NULL ORDER BY c.id LIMIT ?",
        KeptCounters::component,
        this::correctComponent);
    pages(
        "SELECT a.id, a.path, a.unneeded_since IS NULL, "
            + NEEDED
            + " FROM asset a JOIN content o ON o.id = a.content"
            + " WHERE a.id > ? AND o.repository IS NOT NULL ORDER BY a.id LIMIT ?",
        KeptCounters::need,
        this::correctNeed);
    List<Pair> pairs = new ArrayList<>(contents());
    pairs.addAll(stores());
    for (Pair pair : pairs) {
      compare(pair);
    }
    new KeptTree(database, repair, watcher).compare();
  }

  private void pages(String sql, Reading reading, Correction correction) throws IOException {
    long after = 0;
    List<Line> lines;
    do {
      long from = after;
      lines =
          database.read(
              handle ->
                  handle
                      .createQuery(sql)
                      .bind(0, from)
                      .bind(1, PAGE)
                      .map((row, context) -> reading.line(row))
                      .list());
      for (Line line : lines) {
        after = line.id();
        if (!line.right()) {
          watcher.found(line.wrong());
          if (repair) {
            correction.correct(line.id());
          }
        }
      }
      watcher.compared(lines.size());
    } while (lines.size() == PAGE);
  }

  @FunctionalInterface
  private interface Reading {
    Line line(ResultSet row) throws SQLException;
  }

  @FunctionalInterface
  private interface Correction {
    void correct(long id) throws IOException;
  }

  private static Line blob(ResultSet row) throws SQLException {
    Wrong wrong = new Wrong("assets of blob " + row.getString(2), row.getLong(3), row.getLong(4));
    boolean marked = row.getBoolean(5);
    return new Line(
        row.getLong(1), wrong, wrong.kept() == wrong.counted() && marked == (wrong.counted() == 0));
  }

  private static Line component(ResultSet row) throws SQLException {
    Wrong wrong =
        new Wrong("assets of component " + row.getString(2), row.getLong(3), row.getLong(4));
    return new Line(row.getLong(1), wrong, wrong.kept() == wrong.counted() && wrong.counted() > 0);
  }

  /** One is needed and zero is not. */
  private static Line need(ResultSet row) throws SQLException {
    Wrong wrong = new Wrong("need of asset " + row.getString(2), row.getLong(3), row.getLong(4));
    return new Line(row.getLong(1), wrong, wrong.kept() == wrong.counted());
  }

  private void correctBlob(long id) throws IOException {
    long now = clock.millis();
    database.write(
        handle ->
            handle.execute(
                "UPDATE blob AS b SET assets = "
                    + ASSETS_OF_BLOB
                    + ", unreferenced_since = CASE WHEN "
                    + ASSETS_OF_BLOB
                    + " = 0 THEN coalesce(unreferenced_since, CAST(? AS BIGINT)) END WHERE id = ?",
                now,
                id));
  }

  /** What was forgotten to be marked counts as not needed from now on. */
  private void correctNeed(long id) throws IOException {
    long now = clock.millis();
    database.write(
        handle ->
            handle.execute(
                "UPDATE asset AS a SET unneeded_since = CASE WHEN "
                    + NEEDED
                    + " THEN NULL ELSE coalesce(a.unneeded_since, CAST(? AS BIGINT)) END"
                    + " WHERE a.id = ?",
                now,
                id));
  }

  private void correctComponent(long id) throws IOException {
    database.write(
        handle -> {
          handle.execute(
              "UPDATE component AS c SET assets = " + ASSETS_OF_COMPONENT + " WHERE id = ?", id);
          return handle.execute("DELETE FROM component WHERE id = ? AND assets = 0", id);
        });
  }

  private List<Pair> contents() throws IOException {
    List<Long> ids =
        database.read(
            handle ->
                handle
                    .createQuery("SELECT id FROM content WHERE repository IS NOT NULL ORDER BY id")
                    .map((row, context) -> row.getLong(1))
                    .list());
    List<Pair> pairs = new ArrayList<>();
    for (long id : ids) {
      pairs.addAll(
          database.readLong(
              handle ->
                  handle
                      .createQuery(
                          "SELECT c.repository, c.assets,"
                              + " (SELECT count(*) FROM asset WHERE content = c.id), c.size,"
                              + " (SELECT coalesce(sum(b.size), 0) FROM asset a"
                              + " JOIN blob b ON b.id = a.blob WHERE a.content = c.id)"
                              + " FROM content c WHERE c.id = ? AND c.repository IS NOT NULL")
                      .bind(0, id)
                      .map(
                          (row, context) ->
                              pair(row, "content", "repository", "assets", "repository"))
                      .list()));
    }
    return pairs;
  }

  private List<Pair> stores() throws IOException {
    List<String> names =
        database.read(
            handle ->
                handle
                    .createQuery("SELECT name FROM blob_store ORDER BY name")
                    .map((row, context) -> row.getString(1))
                    .list());
    List<Pair> pairs = new ArrayList<>();
    for (String name : names) {
      pairs.addAll(
          database.readLong(
              handle ->
                  handle
                      .createQuery(
                          "SELECT s.name, s.blobs, b.blobs, s.size, b.size FROM blob_store s,"
                              + " (SELECT count(*) AS blobs, coalesce(sum(size), 0) AS size"
                              + " FROM blob WHERE store = ?) b WHERE s.name = ?")
                      .bind(0, name)
                      .bind(1, name)
                      .map((row, context) -> pair(row, "blob_store", "name", "blobs", "blob store"))
                      .list()));
    }
    return pairs;
  }

  private static Pair pair(ResultSet row, String table, String key, String column, String what)
      throws SQLException {
    String name = row.getString(1);
    return new Pair(
        "UPDATE "
            + table
            + " SET "
            + column
            + " = "
            + column
            + " + ?, size = size + ? WHERE "
            + key
            + " = ?",
        name,
        new Wrong(column + " of " + what + " '" + name + "'", row.getLong(2), row.getLong(3)),
        new Wrong("bytes of " + what + " '" + name + "'", row.getLong(4), row.getLong(5)));
  }

  private void compare(Pair pair) throws IOException {
    List<Wrong> wrong =
        Stream.of(pair.count(), pair.bytes())
            .filter(number -> number.kept() != number.counted())
            .toList();
    wrong.forEach(watcher::found);
    watcher.compared(1);
    if (repair && !wrong.isEmpty()) {
      database.write(
          handle ->
              handle.execute(
                  pair.addition(),
                  pair.count().counted() - pair.count().kept(),
                  pair.bytes().counted() - pair.bytes().kept(),
                  pair.name()));
    }
  }
}
