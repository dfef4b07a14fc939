package io.entrepot.engine.blob;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The space on the server's file systems. Uploads leave a reserve on that of the database and on
 * that of their store, so that what frees space, a deletion, can always be written. Stores on one
 * file system share what is left of it.
 */
final class Space {

  private final Disk disk;
  private final long reserve;
  private final Map<FileStore, Volume> volumes = new HashMap<>();
  private final Optional<Volume> database;

  private Space(Disk disk, long reserve, Optional<Path> database) throws IOException {
    this.disk = disk;
    this.reserve = reserve;
    this.database =
        database.isPresent() ? Optional.of(volume(database.get())) : Optional.<Volume>empty();
  }

  /**
   * The space of a server.
   *
   * @param database the database's folder
   * @param reserve the bytes that uploads leave free
   */
  static Space of(Path database, long reserve, Disk disk) throws IOException {
    return new Space(disk, reserve, Optional.of(database));
  }

  /** The space of a store by itself, to be used up to the last byte. */
  static Space unreserved(Disk disk) throws IOException {
    return new Space(disk, 0, Optional.empty());
  }

  /** The file system of a folder that is there; one and the same for all its folders. */
  synchronized Volume volume(Path folder) throws IOException {
    FileStore store = Files.getFileStore(folder);
    return volumes.computeIfAbsent(store, unused -> new Volume(store, disk));
  }

  /** The database's file system. */
  Optional<Volume> database() {
    return database;
  }

  /** Bytes that uploads leave free. */
  long reserve() {
    return reserve;
  }

  /** Why nothing more may be uploaded on account of a file system; empty if it may. */
  Optional<String> problem(Volume volume) {
    try {
      long available = volume.available();
      return available >= reserve
          ? Optional.empty()
          : Optional.of(
              "the file system "
                  + volume
                  + " has "
                  + available
                  + " bytes left, and "
                  + reserve
                  + " are kept in reserve");
    } catch (IOException e) {
      return Optional.of("the file system " + volume + " cannot be asked: " + e.getMessage());
    }
  }
}
