package io.entrepot.engine.blob;

import io.entrepot.engine.admin.BlobStoreLimits;
import io.entrepot.engine.admin.SoftQuota;
import io.entrepot.engine.database.Database;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** The definitions of blob stores in the database. */
final class BlobStoreRows {

  /**
   * A definition and what the store holds.
   *
   * @param folder as it was given
   * @param blobs how many
   * @param size their bytes
   */
  record Row(String name, String folder, BlobStoreLimits limits, long blobs, long size) {}

  // Reads all of an index, of other stores too: none is by store, as each upload would pay for it.
  private static final String IN_STORE = "id IN (SELECT id FROM blob WHERE store = ?)";

  private final Database database;

  BlobStoreRows(Database database) {
    this.database = database;
  }

  List<Row> all() throws IOException {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT name, folder, soft_quota, quota_rule, hard_limit, blobs, size"
                        + " FROM blob_store ORDER BY name")
                .map((row, context) -> row(row))
                .list());
  }

  void addIfNone(String name, String folder) throws IOException {
    if (all().isEmpty()) {
      add(new Row(name, folder, BlobStoreLimits.NONE, 0, 0));
    }
  }

  void add(Row row) throws IOException {
    database.write(
        handle ->
            handle
                .createUpdate(
                    "INSERT INTO blob_store (name, folder, soft_quota, quota_rule, hard_limit)"
                        + " VALUES (?, ?, ?, ?, ?)")
                .bind(0, row.name())
                .bind(1, row.folder())
                .bind(2, quota(row.limits()))
                .bind(3, rule(row.limits()))
                .bind(4, hard(row.limits()))
                .execute());
  }

  void limit(String name, BlobStoreLimits limits) throws IOException {
    database.write(
        handle ->
            handle
                .createUpdate(
                    "UPDATE blob_store SET soft_quota = ?, quota_rule = ?, hard_limit = ?"
                        + " WHERE name = ?")
                .bind(0, quota(limits))
                .bind(1, rule(limits))
                .bind(2, hard(limits))
                .bind(3, name)
                .execute());
  }

  /** The bytes of one store. */
  long size(String name) throws IOException {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT size FROM blob_store WHERE name = ?")
                .bind(0, name)
                .map((row, context) -> row.getLong(1))
                .findOne()
                .orElse(0L));
  }

  /** Removes a definition and the rows of blobs that nothing has; false if something has one. */
  boolean deleteUnused(String name) throws IOException {
    return database.write(
        handle -> {
          if (exists(handle, "SELECT EXISTS (SELECT 1 FROM content WHERE store = ?)", name)
              || exists(
                  handle,
                  "SELECT EXISTS (SELECT 1 FROM blob WHERE assets > 0 AND " + IN_STORE + ")",
                  name)) {
            return false;
          }
          handle.execute("DELETE FROM blob WHERE " + IN_STORE, name);
          handle.execute("DELETE FROM fresh_blob WHERE store = ?", name);
          handle.execute("DELETE FROM blob_store WHERE name = ?", name);
          return true;
        });
  }

  private static boolean exists(Handle handle, String sql, String name) {
    return handle.createQuery(sql).bind(0, name).map((row, context) -> row.getBoolean(1)).one();
  }

  private static Long quota(BlobStoreLimits limits) {
    return limits.softQuota().map(SoftQuota::limit).orElse(null);
  }

  private static String rule(BlobStoreLimits limits) {
    return limits.softQuota().map(SoftQuota::rule).orElse(SoftQuota.Rule.SPACE_USED).label();
  }

  private static Long hard(BlobStoreLimits limits) {
    OptionalLong limit = limits.hardLimit();
    return limit.isPresent() ? Long.valueOf(limit.getAsLong()) : null;
  }

  private static Row row(ResultSet row) throws SQLException {
    SoftQuota.Rule rule =
        SoftQuota.Rule.ofLabel(row.getString(4)).orElse(SoftQuota.Rule.SPACE_USED);
    Optional<SoftQuota> quota =
        number(row, 3).stream().mapToObj(limit -> new SoftQuota(rule, limit)).findFirst();
    return new Row(
        row.getString(1),
        row.getString(2),
        new BlobStoreLimits(quota, number(row, 5)),
        row.getLong(6),
        row.getLong(7));
  }

  private static OptionalLong number(ResultSet row, int column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
  }
}
