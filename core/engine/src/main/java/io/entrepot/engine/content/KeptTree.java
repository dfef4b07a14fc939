package io.entrepot.engine.content;

import io.entrepot.engine.database.Database;
import io.entrepot.spi.content.AssetPath;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Compares the browse tree with the assets, for {@link KeptCounters}. */
final class KeptTree {

  private static final int PAGE = 500;

  private record Content(long id, String repository) {}

  private record Line(
      String folder, String folded, String name, long asset, long known, long kept, long counted) {

    AssetPath path() {
      return AssetPath.of(folder.isEmpty() ? name : folder + "/" + name);
    }

    KeptCounters.Wrong wrong(String repository) {
      String of = " of '" + path().value() + "' in repository '" + repository + "'";
      return asset == known
          ? new KeptCounters.Wrong("children" + of, kept, counted)
          : new KeptCounters.Wrong("asset" + of, asset, known);
    }

    boolean right() {
      return asset == known
          && kept == counted
          && (asset > 0 || counted > 0)
          && folded.equals(Tree.folded(name));
    }
  }

  private final Database database;
  private final boolean repair;
  private final KeptCounters.Watcher watcher;

  KeptTree(Database database, boolean repair, KeptCounters.Watcher watcher) {
    this.database = database;
    this.repair = repair;
    this.watcher = watcher;
  }

  void compare() throws IOException {
    List<Content> contents =
        database.read(
            handle ->
                handle
                    .createQuery("SELECT id, repository FROM content WHERE repository IS NOT NULL")
                    .map((row, context) -> new Content(row.getLong(1), row.getString(2)))
                    .list());
    for (Content content : contents) {
      lines(content);
      if (!complete(content)) {
        assets(content);
      }
    }
  }

  /** All lines, in the order of their key. */
  private void lines(Content content) throws IOException {
    Line last = new Line("", "", "", 0, 0, 0, 0);
    List<Line> lines;
    do {
      Line from = last;
      lines = database.read(handle -> page(handle, content.id(), from));
      for (Line line : lines) {
        last = line;
        if (!line.right()) {
          watcher.found(line.wrong(content.repository()));
          settle(content, line);
        }
      }
      watcher.compared(lines.size());
    } while (lines.size() == PAGE);
  }

  private static List<Line> page(Handle handle, long content, Line after) {
    String path = " CASE WHEN n.folder = '' THEN n.name ELSE n.folder || '/' || n.name END";
    Query query =
        handle
            .createQuery(
                "SELECT n.folder, n.folded, n.name, coalesce(n.asset, 0), coalesce((SELECT id FROM"
                    + " asset WHERE content = n.content AND path ="
                    + path
                    + "), 0), n.children,"
                    + " (SELECT count(*) FROM node k WHERE k.content = n.content AND k.folder ="
                    + path
                    + ") FROM node n WHERE n.content = ?"
                    + " AND (n.folder, n.folded, n.name) > (?, ?, ?)"
                    + " ORDER BY n.folder, n.folded, n.name LIMIT ?")
            .bind(0, content)
            .bind(1, after.folder())
            .bind(2, after.folded())
            .bind(3, after.name())
            .bind(4, PAGE);
    return query.map((row, context) -> line(row)).list();
  }

  private static Line line(ResultSet row) throws SQLException {
    return new Line(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7));
  }

  private void settle(Content content, Line line) throws IOException {
    if (!repair) {
      return;
    }
    database.write(
        handle -> {
          handle.execute(
              "DELETE FROM node WHERE content = ? AND folder = ? AND folded = ? AND name = ?",
              content.id(),
              line.folder(),
              line.folded(),
              line.name());
          new Tree(handle, content.id()).settle(line.path());
          return content;
        });
  }

  /** Whether as many lines have an asset as there are assets: then all are in the tree. */
  private boolean complete(Content content) throws IOException {
    return database.readLong(
        handle ->
            handle
                .createQuery(
                    "SELECT (SELECT count(*) FROM node WHERE content = ? AND asset IS NOT NULL)"
                        + " = (SELECT count(*) FROM asset WHERE content = ?)")
                .bind(0, content.id())
                .bind(1, content.id())
                .map((row, context) -> row.getBoolean(1))
                .one());
  }

  private void assets(Content content) throws IOException {
    String after = "";
    List<AssetPath> page;
    do {
      String from = after;
      page =
          database.read(
              handle ->
                  handle
                      .createQuery(
                          "SELECT path FROM asset WHERE content = ? AND path > ?"
                              + " ORDER BY path LIMIT ?")
                      .bind(0, content.id())
                      .bind(1, from)
                      .bind(2, PAGE)
                      .map((row, context) -> new AssetPath(row.getString(1)))
                      .list());
      for (AssetPath path : page) {
        after = path.value();
        if (!inTree(content, path)) {
          watcher.found(
              new KeptCounters.Wrong(
                  "tree line of '" + after + "' in repository '" + content.repository() + "'",
                  0,
                  1));
          if (repair) {
            database.write(
                handle -> {
                  new Tree(handle, content.id()).settle(path);
                  return path;
                });
          }
        }
      }
      watcher.compared(page.size());
    } while (page.size() == PAGE);
  }

  private boolean inTree(Content content, AssetPath path) throws IOException {
    String sql = "SELECT 1 FROM node WHERE content = ? AND folder = ? AND folded = ? AND name = ?";
    return database.read(
        handle ->
            handle
                .createQuery(sql)
                .bind(0, content.id())
                .bind(1, path.parent().orElseThrow().value())
                .bind(2, Tree.folded(path.name()))
                .bind(3, path.name())
                .map((row, context) -> row.getInt(1))
                .findOne()
                .isPresent());
  }
}
