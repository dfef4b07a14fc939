package io.entrepot.engine.content;

import io.entrepot.engine.database.Prepared;
import io.entrepot.spi.content.AssetPath;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Keeps the browse tree in step with the assets. A line counts the lines directly below it, so that
 * a folder goes away with the last thing in it, and nothing is ever counted.
 */
final class Tree {

  private static final String LINE =
      " WHERE content = ? AND folder = ? AND folded = ? AND name = ?";

  private final Handle handle;
  private final long content;

  Tree(Handle handle, long content) {
    this.handle = handle;
    this.content = content;
  }

  /** The form of a name that orders listings. */
  static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** A new asset. */
  void add(AssetPath path, long asset) {
    AssetPath folder = path.parent().orElseThrow();
    if (insert(folder, path.name(), asset, 0)) {
      grow(folder);
    } else {
      Prepared.execute(
          handle,
          "UPDATE node SET asset = ?" + LINE,
          asset,
          content,
          folder.value(),
          folded(path.name()),
          path.name());
    }
  }

  /** An asset that is gone. */
  void remove(AssetPath path) {
    Prepared.execute(
        handle,
        "UPDATE node SET asset = NULL" + LINE,
        content,
        path.parent().orElseThrow().value(),
        folded(path.name()),
        path.name());
    prune(path);
  }

  /** Makes a line, and those of the folders it is in, what the assets and the other lines say. */
  void settle(AssetPath path) {
    if (path.isRoot()) {
      return;
    }
    AssetPath folder = path.parent().orElseThrow();
    Optional<Long> asset =
        handle
            .createQuery("SELECT id FROM asset WHERE content = ? AND path = ?")
            .bind(0, content)
            .bind(1, path.value())
            .map((row, context) -> row.getLong(1))
            .findOne();
    int children =
        handle
            .createQuery("SELECT count(*) FROM node WHERE content = ? AND folder = ?")
            .bind(0, content)
            .bind(1, path.value())
            .map((row, context) -> row.getInt(1))
            .one();
    handle.execute(
        "DELETE FROM node" + LINE, content, folder.value(), folded(path.name()), path.name());
    if (asset.isPresent() || children > 0) {
      insert(folder, path.name(), asset.orElse(null), children);
    }
    settle(folder);
  }

  private void grow(AssetPath path) {
    if (path.isRoot()) {
      return;
    }
    AssetPath folder = path.parent().orElseThrow();
    int known =
        Prepared.execute(
            handle,
            "UPDATE node SET children = children + 1" + LINE,
            content,
            folder.value(),
            folded(path.name()),
            path.name());
    if (known == 0) {
      insert(folder, path.name(), null, 1);
      grow(folder);
    }
  }

  /** Removes a line that is neither an asset nor a folder any more. */
  private void prune(AssetPath path) {
    if (path.isRoot()) {
      return;
    }
    AssetPath folder = path.parent().orElseThrow();
    int gone =
        Prepared.execute(
            handle,
            "DELETE FROM node" + LINE + " AND asset IS NULL AND children = 0",
            content,
            folder.value(),
            folded(path.name()),
            path.name());
    if (gone == 1 && !folder.isRoot()) {
      Prepared.execute(
          handle,
          "UPDATE node SET children = children - 1" + LINE,
          content,
          folder.parent().orElseThrow().value(),
          folded(folder.name()),
          folder.name());
      prune(folder);
    }
  }

  /** Adds a line; false if it is there. */
  private boolean insert(AssetPath folder, String name, Long asset, int children) {
    return Prepared.execute(
            handle,
            "INSERT INTO node (content, folder, folded, name, asset, children)"
                + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            content,
            folder.value(),
            folded(name),
            name,
            asset,
            children)
        == 1;
  }
}
