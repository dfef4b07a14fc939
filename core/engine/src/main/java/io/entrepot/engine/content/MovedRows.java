package io.entrepot.engine.content;

import io.entrepot.engine.database.Database;
import io.entrepot.spi.blob.Staged;
import io.entrepot.spi.content.StoredBlob;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The rows of a repository whose bytes are moved into another store. */
final class MovedRows {

  /** How many assets get another blob in one write. */
  private static final int BATCH = 200;

  /**
   * An asset and what it has.
   *
   * @param row its blob's row
   */
  record Line(String path, long row, StoredBlob blob) {}

  /**
   * What came of giving assets another blob.
   *
   * @param there whether the store has a row for it
   * @param taken whether the copy's file is that row's
   * @param assets how many have it now
   */
  record Swung(boolean there, boolean taken, long assets) {}

  private final Database database;
  private final Clock clock;
  private final String store;
  private final long content;

  /**
   * A repository's rows.
   *
   * @param store into which its bytes are moved
   * @throws IOException if there is no such repository
   */
  MovedRows(Database database, Clock clock, String store, String repository) throws IOException {
    this.database = database;
    this.clock = clock;
    this.store = store;
    this.content =
        database
            .read(
                handle ->
                    handle
                        .createQuery("SELECT id FROM content WHERE repository = ?")
                        .bind(0, repository)
                        .map((row, context) -> row.getLong(1))
                        .findOne())
            .orElseThrow(() -> new IOException("repository '" + repository + "' holds nothing"));
  }

  /** How many assets there are. A kept counter. */
  long assets() throws IOException {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT assets FROM content WHERE id = ?")
                .bind(0, content)
                .map((row, context) -> row.getLong(1))
                .findOne()
                .orElse(0L));
  }

  /** Assets behind a path, in the order of their paths. */
  List<Line> page(String after, int limit) throws IOException {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT a.path, b.id,"
                        + Rows.BLOB
                        + " FROM asset a JOIN blob b ON b.id = a.blob"
                        + " WHERE a.content = ? AND a.path > ? ORDER BY a.path LIMIT ?")
                .bind(0, content)
                .bind(1, after)
                .bind(2, limit)
                .map(
                    (row, context) -> new Line(row.getString(1), row.getLong(2), Rows.blob(row, 3)))
                .list());
  }

  /** What the store has with the same bytes. */
  Optional<StoredBlob> same(StoredBlob blob) throws IOException {
    return database
        .read(handle -> BlobRows.bySha256(handle, store, blob.sha256().hex()))
        .map(BlobRows.Row::blob);
  }

  /** Whether what the store has with the same bytes is known not to have them. */
  boolean damaged(StoredBlob blob) throws IOException {
    return database
        .read(handle -> BlobRows.bySha256(handle, store, blob.sha256().hex()))
        .filter(BlobRows.Row::damaged)
        .isPresent();
  }

  /** Whether an asset of the repository has that blob. */
  boolean needs(long row) throws IOException {
    return database.read(handle -> !assets(handle, row, 1).isEmpty());
  }

  /** Gives the assets that have a blob the one that the store has with the same bytes. */
  Swung swing(long row, StoredBlob blob) throws IOException {
    long assets = 0;
    while (true) {
      Swung swung =
          database.write(
              handle -> {
                Optional<BlobRows.Row> other =
                    BlobRows.bySha256(handle, store, blob.sha256().hex());
                return other.isEmpty()
                    ? new Swung(false, false, 0)
                    : new Swung(true, false, swing(handle, row, other.get().id()));
              });
      assets += swung.assets();
      if (swung.assets() < BATCH) {
        return new Swung(swung.there(), false, assets);
      }
    }
  }

  /**
   * Gives the assets that have a blob a copy of it, unless the store has got the same bytes
   * meanwhile.
   *
   * @param broken the store's blob whose file is not sound, so that the copy takes its place
   */
  Swung swing(long row, StoredBlob blob, Staged copy, Optional<StoredBlob> broken)
      throws IOException {
    SeenFiles files = SeenFiles.allBut(broken.map(StoredBlob::id).map(Set::of).orElse(Set.of()));
    Swung first =
        database.write(
            handle -> {
              if (assets(handle, row, 1).isEmpty()) {
                return new Swung(false, false, 0);
              }
              BlobRows.Row other =
                  new BlobRows(handle, store, now(), Uploads.durable(Set.of(copy.id())), files)
                      .adopt(copy);
              return new Swung(
                  true, other.blob().id().equals(copy.id()), swing(handle, row, other.id()));
            });
    long rest = first.assets() < BATCH ? 0 : swing(row, blob).assets();
    return new Swung(first.there(), first.taken(), first.assets() + rest);
  }

  private long swing(Handle handle, long from, long to) {
    List<Long> assets = assets(handle, from, BATCH);
    BlobRows blobs = new BlobRows(handle, store, now(), Uploads.NONE, SeenFiles.none());
    for (long asset : assets) {
      handle.execute("UPDATE asset SET blob = ? WHERE id = ?", to, asset);
      blobs.retain(to);
      blobs.release(from);
    }
    return assets.size();
  }

  private List<Long> assets(Handle handle, long blob, int limit) {
    return handle
        .createQuery("SELECT id FROM asset WHERE blob = ? AND content = ? LIMIT ?")
        .bind(0, blob)
        .bind(1, content)
        .bind(2, limit)
        .map((row, context) -> row.getLong(1))
        .list();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
