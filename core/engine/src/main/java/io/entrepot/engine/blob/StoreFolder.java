package io.entrepot.engine.blob;

import io.entrepot.engine.database.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a blob store's files are, as the database has it: also of a store that cannot be opened, or
 * while no server runs.
 *
 * @param name the store's
 * @param folder absolute
 * @param blobs how many blobs the store has; kept, not counted
 * @param size their bytes
 */
public record StoreFolder(String name, Path folder, long blobs, long size) {

  /**
   * All of them, by name.
   *
   * @param home the folder below which relative ones lie
   */
  public static List<StoreFolder> all(Database database, Path home) throws IOException {
    return new BlobStoreRows(database)
        .all().stream()
            .map(
                row ->
                    new StoreFolder(
                        row.name(),
                        home.resolve(row.folder()).toAbsolutePath().normalize(),
                        row.blobs(),
                        row.size()))
            .toList();
  }
}
