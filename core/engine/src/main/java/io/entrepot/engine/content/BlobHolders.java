package io.entrepot.engine.content;

import io.entrepot.engine.database.Database;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.Retention;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Who has which blob, and who needs those who have it. */
public final class BlobHolders {

  /** A blob of a store. */
  public record Copy(
      long id,
      String store,
      String name,
      long size,
      long assets,
      Optional<Instant> unreferencedSince,
      Instant created) {}

  /**
   * An asset that has a blob.
   *
   * @param repository the name of its repository, as it was if that was removed; empty if it cannot
   *     be restored
   * @param removed whether the repository was removed
   * @param neededBy at most 20
   * @param lastRead when it was read last, as far as that matters to a collection
   */
  public record Found(
      String repository,
      boolean removed,
      AssetPath path,
      Retention retention,
      Optional<Instant> unneededSince,
      List<AssetPath> neededBy,
      Instant lastRead) {}

  private record Row(
      long id, String repository, boolean removed, AssetPath path, int retention, long since) {}

  private static final int MOST_HOLDERS = 100;
  private static final int MOST_NEEDERS = 20;

  private final Database database;
  private final Leases leases;

  BlobHolders(Database database, Leases leases) {
    this.database = database;
    this.leases = leases;
  }

  /** The blobs of that digest, by store. */
  public List<Copy> copies(Digest digest) throws IOException {
    String sql =
        "SELECT id, store, name, size, assets, unreferenced_since, created FROM blob WHERE "
            + BlobRows.column(digest.algorithm())
            + " = ? LIMIT 100";
    return database
        .read(
            handle ->
                handle
                    .createQuery(sql)
                    .bind(0, digest.hex())
                    .map((row, context) -> copy(row))
                    .list())
        .stream()
        .sorted((a, b) -> a.store().compareTo(b.store()))
        .toList();
  }

  /** The assets that have a blob, at most 100. */
  public List<Found> of(Copy copy) throws IOException {
    return database.read(
        handle -> {
          List<Found> found = new ArrayList<>();
          for (Row row : rows(handle, copy.id())) {
            found.add(
                new Found(
                    row.repository(),
                    row.removed(),
                    row.path(),
                    NeedRows.retention(row.retention()),
                    time(row.since()),
                    neededBy(handle, row.id()),
                    leases.last(row.id())));
          }
          return found;
        });
  }

  private static List<Row> rows(Handle handle, long blob) {
    return handle
        .createQuery(
            "SELECT a.id, coalesce(c.repository, r.name, ''), r.id, a.path, a.retention,"
                + " a.unneeded_since FROM asset a JOIN content c ON c.id = a.content"
                + " LEFT JOIN removed_repository r ON r.content = c.id"
                + " WHERE a.blob = ? LIMIT ?")
        .bind(0, blob)
        .bind(1, MOST_HOLDERS)
        .map(
            (row, context) ->
                new Row(
                    row.getLong(1),
                    row.getString(2),
                    row.getLong(3) != 0,
                    new AssetPath(row.getString(4)),
                    row.getInt(5),
                    row.getLong(6)))
        .list();
  }

  private static List<AssetPath> neededBy(Handle handle, long asset) {
    return handle
        .createQuery(
            "SELECT s.path FROM reference r JOIN asset s ON s.id = r.source WHERE r.target = ?"
                + " UNION ALL SELECT s.path FROM keeper k JOIN asset s ON s.content = k.content"
                + " AND s.path = k.path WHERE k.asset = ? LIMIT ?")
        .bind(0, asset)
        .bind(1, asset)
        .bind(2, MOST_NEEDERS)
        .map((row, context) -> new AssetPath(row.getString(1)))
        .list();
  }

  private static Copy copy(ResultSet row) throws SQLException {
    return new Copy(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getLong(4),
        row.getLong(5),
        time(row.getLong(6)),
        Instant.ofEpochMilli(row.getLong(7)));
  }

  private static Optional<Instant> time(long column) {
    return column == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(column));
  }
}
