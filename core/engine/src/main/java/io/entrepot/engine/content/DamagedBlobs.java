package io.entrepot.engine.content;

import io.entrepot.engine.blob.BlobNames;
import io.entrepot.engine.database.Database;
import io.entrepot.spi.blob.BlobId;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The blobs whose files were found not to have their bytes. They are noted in the database, where a
 * commit sees them and puts an upload of the right bytes in their place, and in memory, where every
 * read looks.
 */
@Component(service = DamagedBlobs.class)
public final class DamagedBlobs {

  private record Place(String store, BlobId id) {}

  private final Database database;
  private final Clock clock;
  private final Set<Place> known = ConcurrentHashMap.newKeySet();

  /** Those of the server. */
  @Activate
  public DamagedBlobs(@Reference Database database) throws IOException {
    this(database, Clock.systemUTC());
  }

  /** The same by another clock. */
  public DamagedBlobs(Database database, Clock clock) throws IOException {
    this.database = database;
    this.clock = clock;
    List<Place> noted =
        database.read(
            handle ->
                handle
                    .createQuery("SELECT store, name FROM blob WHERE damaged_since IS NOT NULL")
                    .map((row, context) -> place(row))
                    .list());
    known.addAll(noted);
  }

  /** Whether that file is known not to have its bytes. */
  public boolean has(String store, BlobId id) {
    return !known.isEmpty() && known.contains(new Place(store, id));
  }

  /** Notes it, durably; nothing happens if no row has that file any more. */
  public void note(String store, BlobId id) throws IOException {
    known.add(new Place(store, id));
    long now = clock.millis();
    database.write(
        handle ->
            BlobNames.row(handle, store, id)
                .map(
                    row ->
                        handle.execute(
                            "UPDATE blob SET damaged_since = coalesce(damaged_since, ?)"
                                + " WHERE id = ?",
                            now,
                            row)));
  }

  /** Takes back a note, durably: its bytes are what they should be. */
  public void clear(String store, BlobId id) throws IOException {
    database.write(
        handle ->
            BlobNames.row(handle, store, id)
                .map(
                    row ->
                        handle.execute("UPDATE blob SET damaged_since = NULL WHERE id = ?", row)));
    forget(store, id);
  }

  /** No row has that file any more. */
  public void forget(String store, BlobId id) {
    known.remove(new Place(store, id));
  }

  private static Place place(ResultSet row) throws SQLException {
    return new Place(row.getString(1), new BlobId(row.getString(2)));
  }
}
