package io.entrepot.engine.content;

import io.entrepot.engine.database.Prepared;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** The rows of one repository's assets. */
final class AssetRows {

  private static final String BY_PATH =
      "SELECT"
          + Rows.ASSET
          + " FROM asset a"
          + Rows.ASSET_PARTS
          + " WHERE a.content = ? AND a.path = ?";

  private final Handle handle;
  private final long content;

  AssetRows(Handle handle, long content) {
    this.handle = handle;
    this.content = content;
  }

  Optional<Rows.AssetRow> find(AssetPath path) {
    return Prepared.first(handle, BY_PATH, Rows::asset, content, path.value());
  }

  /** The row's id alone. */
  Optional<Long> id(AssetPath path) {
    return Prepared.first(
        handle,
        "SELECT id FROM asset WHERE content = ? AND path = ?",
        row -> row.getLong(1),
        content,
        path.value());
  }

  /** Whether there is one below a folder, however deep. */
  boolean anyBelow(AssetPath folder) {
    if (folder.isRoot()) {
      return handle
          .createQuery("SELECT 1 FROM asset WHERE content = ? LIMIT 1")
          .bind(0, content)
          .map((row, context) -> row.getInt(1))
          .findOne()
          .isPresent();
    }
    return handle
        .createQuery("SELECT 1 FROM asset WHERE content = ? AND path > ? AND path < ? LIMIT 1")
        .bind(0, content)
        .bind(1, Bounds.below(folder))
        .bind(2, Bounds.behind(folder))
        .map((row, context) -> row.getInt(1))
        .findOne()
        .isPresent();
  }

  /** A new row's id; empty if there is one for that path. */
  OptionalLong insert(AssetWrite asset, long blob, long component, Instant now) {
    return Prepared.insert(
        handle,
        "INSERT INTO asset (content, path, blob, component, content_type, attributes, created,"
            + " updated, retention) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (content, path) DO NOTHING",
        content,
        asset.path().value(),
        blob,
        orNull(component),
        asset.contentType(),
        Attributes.write(asset.attributes()),
        now.toEpochMilli(),
        now.toEpochMilli(),
        NeedRows.code(asset.retention()));
  }

  void update(long id, AssetWrite asset, long blob, long component, Instant now) {
    Prepared.execute(
        handle,
        "UPDATE asset SET blob = ?, component = ?, content_type = ?, attributes = ?,"
            + " updated = ?, retention = ?, unneeded_since = NULL WHERE id = ?",
        blob,
        orNull(component),
        asset.contentType(),
        Attributes.write(asset.attributes()),
        now.toEpochMilli(),
        NeedRows.code(asset.retention()),
        id);
  }

  /** Begins anew the time that an asset stays which nothing needs; false if it is gone. */
  static boolean renew(Handle handle, long id, Instant now) {
    return handle.execute(
            "UPDATE asset SET unneeded_since ="
                + " CASE WHEN unneeded_since IS NOT NULL THEN CAST(? AS BIGINT) END WHERE id = ?",
            now.toEpochMilli(),
            id)
        == 1;
  }

  /** Removes a row, and with it its references and the records it owns. */
  void delete(long id) {
    Prepared.execute(handle, "DELETE FROM asset WHERE id = ?", id);
  }

  private static Long orNull(long component) {
    return component == 0 ? null : Long.valueOf(component);
  }
}
