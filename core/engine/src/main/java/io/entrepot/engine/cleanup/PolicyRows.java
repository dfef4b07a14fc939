package io.entrepot.engine.cleanup;

import io.entrepot.engine.admin.CleanupPolicy;
import io.entrepot.engine.database.Database;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Policies in the database. */
final class PolicyRows {

  private static final String COLUMNS =
      "name, format, notes, last_blob_updated, last_downloaded, release_type, asset_regex, retain,"
          + " sort_by";

  private final Database database;

  PolicyRows(Database database) {
    this.database = database;
  }

  List<CleanupPolicy> all() throws IOException {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT " + COLUMNS + " FROM cleanup_policy ORDER BY name")
                .map((row, context) -> policy(row))
                .list());
  }

  void save(CleanupPolicy policy) throws IOException {
    database.write(
        handle ->
            handle.execute(
                "INSERT INTO cleanup_policy ("
                    + COLUMNS
                    + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
                    + " format = excluded.format, notes = excluded.notes,"
                    + " last_blob_updated = excluded.last_blob_updated,"
                    + " last_downloaded = excluded.last_downloaded,"
                    + " release_type = excluded.release_type, asset_regex = excluded.asset_regex,"
                    + " retain = excluded.retain, sort_by = excluded.sort_by",
                policy.name(),
                policy.format(),
                policy.notes(),
                orNull(policy.lastBlobUpdated()),
                orNull(policy.lastDownloaded()),
                policy.releases().map(Enum::name).orElse(null),
                policy.assetRegex().orElse(null),
                orNull(policy.retain()),
                policy.sortBy().name()));
  }

  void delete(String name) throws IOException {
    database.write(handle -> handle.execute("DELETE FROM cleanup_policy WHERE name = ?", name));
  }

  private static CleanupPolicy policy(ResultSet row) throws SQLException {
    return new CleanupPolicy(
        row.getString("name"),
        row.getString("format"),
        row.getString("notes"),
        number(row, "last_blob_updated"),
        number(row, "last_downloaded"),
        Optional.ofNullable(row.getString("release_type")).map(CleanupPolicy.ReleaseType::valueOf),
        Optional.ofNullable(row.getString("asset_regex")),
        number(row, "retain"),
        CleanupPolicy.SortBy.valueOf(row.getString("sort_by")));
  }

  private static OptionalInt number(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private static Integer orNull(OptionalInt value) {
    return value.isPresent() ? Integer.valueOf(value.getAsInt()) : null;
  }
}
