package io.entrepot.engine.content;

import io.entrepot.engine.database.Prepared;
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
    Prepared.execute(
        handle,
        "INSERT INTO record (content, kind, record_key, json, owner) VALUES (?, ?, ?, ?, ?)"
            + " ON CONFLICT (content, kind, record_key)"
            + " DO UPDATE SET json = excluded.json, owner = excluded.owner",
        content,
        record.kind(),
        record.key(),
        record.json(),
        owner.orElse(null));
    Name name = new Name(record.kind(), record.key());
    orphans.remove(name);
    if (record.owner().isPresent() && owner.isEmpty()) {
      orphans.put(name, record.owner().get());
    }
  }

  void delete(String kind, String key) {
    orphans.remove(new Name(kind, key));
    Prepared.execute(
        handle,
        "DELETE FROM record WHERE content = ? AND kind = ? AND record_key = ?",
        content,
        kind,
        key);
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
                        Prepared.execute(
                            handle,
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
