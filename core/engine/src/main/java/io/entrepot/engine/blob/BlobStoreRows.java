package io.entrepot.engine.blob;

import io.entrepot.engine.database.Database;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/** The definitions of blob stores in the database. */
final class BlobStoreRows {

  /**
   * A definition and what the store holds.
   *
   * @param folder as it was given
   * @param blobs how many
   * @param size their bytes
   */
  record Row(String name, String folder, OptionalLong softQuota, long blobs, long size) {}

  private final Database database;

  BlobStoreRows(Database database) {
    this.database = database;
  }

  List<Row> all() throws IOException {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT name, folder, soft_quota, blobs, size FROM blob_store ORDER BY name")
                .map((row, context) -> row(row))
                .list());
  }

  void addIfNone(String name, String folder) throws IOException {
    if (all().isEmpty()) {
      add(new Row(name, folder, OptionalLong.empty(), 0, 0));
    }
  }

  void add(Row row) throws IOException {
    database.write(
        handle ->
            handle
                .createUpdate("INSERT INTO blob_store (name, folder, soft_quota) VALUES (?, ?, ?)")
                .bind(0, row.name())
                .bind(1, row.folder())
                .bind(2, boxed(row.softQuota()))
                .execute());
  }

  void quota(String name, OptionalLong softQuota) throws IOException {
    database.write(
        handle ->
            handle
                .createUpdate("UPDATE blob_store SET soft_quota = ? WHERE name = ?")
                .bind(0, boxed(softQuota))
                .bind(1, name)
                .execute());
  }

  /** Removes a definition and the rows of blobs that nothing has; false if something has one. */
  boolean deleteUnused(String name) throws IOException {
    return database.write(
        handle -> {
          boolean used =
              handle
                  .createQuery(
                      "SELECT EXISTS (SELECT 1 FROM content WHERE store = ?)"
                          + " OR EXISTS (SELECT 1 FROM blob WHERE store = ? AND assets > 0)")
                  .bind(0, name)
                  .bind(1, name)
                  .map((row, context) -> row.getBoolean(1))
                  .one();
          if (used) {
            return false;
          }
          handle.execute("DELETE FROM blob WHERE store = ?", name);
          handle.execute("DELETE FROM blob_store WHERE name = ?", name);
          return true;
        });
  }

  private static Long boxed(OptionalLong value) {
    return value.isPresent() ? Long.valueOf(value.getAsLong()) : null;
  }

  private static Row row(ResultSet row) throws SQLException {
    long quota = row.getLong(3);
    boolean none = row.wasNull();
    return new Row(
        row.getString(1),
        row.getString(2),
        none ? OptionalLong.empty() : OptionalLong.of(quota),
        row.getLong(4),
        row.getLong(5));
  }
}
