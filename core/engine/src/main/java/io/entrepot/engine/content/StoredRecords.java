package io.entrepot.engine.content;

import io.entrepot.engine.database.Database;
import io.entrepot.spi.content.FormatRecord;
import io.entrepot.spi.content.Records;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The records of one kind in one repository, for reading. */
final class StoredRecords implements Records {

  private final Database database;
  private final long content;
  private final String kind;

  StoredRecords(Database database, long content, String kind) {
    this.database = database;
    this.content = content;
    this.kind = kind;
  }

  @Override
  public Optional<FormatRecord> find(String key) throws IOException {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT json FROM record WHERE content = ? AND kind = ? AND record_key = ?")
                .bind(0, content)
                .bind(1, kind)
                .bind(2, key)
                .map((row, context) -> new FormatRecord(key, row.getString(1)))
                .findOne());
  }

  @Override
  public Page<FormatRecord> list(String prefix, Cursor from, int limit) throws IOException {
    Paging.check(limit);
    boolean within = Bounds.later(prefix, from.after()).equals(from.after()) && !from.atStart();
    Optional<String> end = Bounds.behind(prefix);
    String sql =
        "SELECT record_key, json FROM record WHERE content = ? AND kind = ? AND record_key "
            + (within ? ">" : ">=")
            + " ?"
            + (end.isPresent() ? " AND record_key < ?" : "")
            + " ORDER BY record_key LIMIT ?";
    List<FormatRecord> found =
        database.read(
            handle -> {
              var query =
                  handle
                      .createQuery(sql)
                      .bind(0, content)
                      .bind(1, kind)
                      .bind(2, within ? from.after() : prefix);
              end.ifPresent(bound -> query.bind(3, bound));
              return query
                  .bind(end.isPresent() ? 4 : 3, limit + 1)
                  .map((row, context) -> new FormatRecord(row.getString(1), row.getString(2)))
                  .list();
            });
    return Paging.page(found, limit, FormatRecord::key);
  }
}
