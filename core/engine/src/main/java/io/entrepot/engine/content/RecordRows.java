package io.entrepot.engine.content;

import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The records of one repository within a commit. */
final class RecordRows {

  private record Name(String kind, String key) {}

  private final Handle handle;
  private final long content;
  private final Map<Name, AssetPath> orphans = new LinkedHashMap<>();

  RecordRows(Handle handle, long content) {
    this.handle = handle;
    this.content = content;
  }

  /**
   * Sets a record.
   *
   * @param owner the owner's row, if it is there already
   */
  void put(Change.PutRecord record, Optional<Long> owner) {
    handle
        .createUpdate(
            "INSERT INTO record (content, kind, record_key, json, owner) VALUES (?, ?, ?, ?, ?)"
                + " ON CONFLICT (content, kind, record_key)"
                + " DO UPDATE SET json = excluded.json, owner = excluded.owner")
        .bind(0, content)
        .bind(1, record.kind())
        .bind(2, record.key())
        .bind(3, record.json())
        .bind(4, owner.orElse(null))
        .execute();
    Name name = new Name(record.kind(), record.key());
    orphans.remove(name);
    if (record.owner().isPresent() && owner.isEmpty()) {
      orphans.put(name, record.owner().get());
    }
  }

  void delete(String kind, String key) {
    orphans.remove(new Name(kind, key));
    handle.execute(
        "DELETE FROM record WHERE content = ? AND kind = ? AND record_key = ?", content, kind, key);
  }

  /** Gives those records their owners that came after them; tells which owners never came. */
  List<AssetPath> settle(AssetRows assets) {
    List<AssetPath> missing = new ArrayList<>();
    orphans.forEach(
        (name, owner) ->
            assets
                .id(owner)
                .ifPresentOrElse(
                    id ->
                        handle.execute(
                            "UPDATE record SET owner = ?"
                                + " WHERE content = ? AND kind = ? AND record_key = ?",
                            id,
                            content,
                            name.kind(),
                            name.key()),
                    () -> missing.add(owner)));
    return missing;
  }
}
