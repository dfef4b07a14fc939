package io.entrepot.engine.content;

import io.entrepot.engine.database.Prepared;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.Retention;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * Keeps along with every commit since when assets are not needed that do not stay for ever, so that
 * a collection finds them without looking at the others.
 */
final class NeedRows {

  /** What is true of an asset {@code a} that something needs. */
  static final String NEEDED =
      "(EXISTS (SELECT 1 FROM reference r WHERE r.target = a.id)"
          + " OR EXISTS (SELECT 1 FROM keeper k JOIN asset s ON s.content = k.content"
          + " AND s.path = k.path WHERE k.asset = a.id))";

  private final Handle handle;
  private final long content;
  private final Instant now;
  private final Instant policy;
  private final Set<Long> touched = new TreeSet<>();

  /**
   * The needs of one repository's assets within a commit.
   *
   * @param policy from when on assets are not needed that stay by the repository's policy and lose
   *     with this commit what needed them
   */
  NeedRows(Handle handle, long content, Instant now, Instant policy) {
    this.handle = handle;
    this.content = content;
    this.now = now;
    this.policy = policy;
  }

  /** How a retention is written. */
  static int code(Retention retention) {
    return switch (retention) {
      case KEPT -> 0;
      case WHILE_NEEDED -> 1;
      case BY_POLICY -> 2;
    };
  }

  /** What is written so. */
  static Retention retention(int code) {
    return switch (code) {
      case 1 -> Retention.WHILE_NEEDED;
      case 2 -> Retention.BY_POLICY;
      default -> Retention.KEPT;
    };
  }

  /** Whether something needs an asset. */
  boolean needed(long asset) {
    return Prepared.first(
            handle,
            "SELECT 1 FROM asset a WHERE a.id = ? AND " + NEEDED,
            row -> row.getInt(1),
            asset)
        .isPresent();
  }

  /** A new asset. */
  void inserted(long asset, AssetWrite write) {
    touched.addAll(keptBy(write.path()));
    written(asset, write);
  }

  /** An asset is set anew; its references go. */
  void updated(long asset, AssetWrite write) {
    touched.addAll(targets(asset));
    Prepared.execute(handle, "DELETE FROM reference WHERE source = ?", asset);
    Prepared.execute(handle, "DELETE FROM keeper WHERE asset = ?", asset);
    written(asset, write);
  }

  /** An asset is about to go. */
  void deleting(long asset, AssetPath path) {
    touched.addAll(targets(asset));
    touched.addAll(keptBy(path));
  }

  /** One needs the other from now on. */
  void refer(long source, long target) {
    Prepared.execute(
        handle, "INSERT INTO reference (source, target) VALUES (?, ?)", source, target);
    Prepared.execute(
        handle,
        "UPDATE asset SET unneeded_since = NULL WHERE id = ? AND unneeded_since IS NOT NULL",
        target);
  }

  /** All references are set: judges what lost or gained something that needs it. */
  void settle() {
    for (long asset : touched) {
      Prepared.execute(
          handle,
          "UPDATE asset AS a SET unneeded_since = CASE WHEN a.retention = 0 OR "
              + NEEDED
              + " THEN NULL ELSE coalesce(a.unneeded_since,"
              + " CASE a.retention WHEN 2 THEN CAST(? AS BIGINT) ELSE CAST(? AS BIGINT) END) END"
              + " WHERE a.id = ?",
          policy.toEpochMilli(),
          now.toEpochMilli(),
          asset);
    }
  }

  private void written(long asset, AssetWrite write) {
    for (AssetPath path : write.neededBy()) {
      Prepared.execute(
          handle,
          "INSERT INTO keeper (asset, content, path) VALUES (?, ?, ?)",
          asset,
          content,
          path.value());
    }
    if (write.retention() != Retention.KEPT) {
      touched.add(asset);
    }
  }

  private List<Long> targets(long source) {
    return Prepared.all(
        handle, "SELECT target FROM reference WHERE source = ?", row -> row.getLong(1), source);
  }

  private List<Long> keptBy(AssetPath path) {
    return Prepared.all(
        handle,
        "SELECT asset FROM keeper WHERE content = ? AND path = ?",
        row -> row.getLong(1),
        content,
        path.value());
  }
}
