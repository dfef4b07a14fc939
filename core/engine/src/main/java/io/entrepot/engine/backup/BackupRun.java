package io.entrepot.engine.backup;

import io.entrepot.engine.admin.BackupRequest;
import io.entrepot.engine.admin.BackupResult;
import io.entrepot.engine.blob.BlobFiles;
import io.entrepot.engine.blob.BlobHold;
import io.entrepot.engine.blob.BlobNames;
import io.entrepot.engine.blob.StoreFolder;
import io.entrepot.engine.content.DamagedBlobs;
import io.entrepot.engine.database.Database;
import io.entrepot.engine.database.DatabaseFile;
import io.entrepot.spi.blob.BlobId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * The making of a backup. First the database, then the blobs that this copy of it names; from
 * before the first until after the last no blob is removed ({@link BlobHold}).
 */
final class BackupRun {

  private final Database database;
  private final DamagedBlobs damaged;
  private final BlobHold hold;
  private final Path data;
  private final BackupFolder folder;
  private final Path backup;
  private final BackupRequest request;
  private final Observer observer;
  private final Map<String, Path> stores = new HashMap<>();
  private long blobs;
  private long copied;
  private long bytes;
  private long unreadable;

  BackupRun(
      Database database,
      DamagedBlobs damaged,
      BlobHold hold,
      Path data,
      BackupRequest request,
      Instant time,
      Observer observer) {
    this.database = database;
    this.damaged = damaged;
    this.hold = hold;
    this.data = data;
    this.folder = new BackupFolder(request.target());
    this.backup = folder.backup(time);
    this.request = request;
    this.observer = observer;
  }

  BackupResult make(Instant time) throws IOException {
    BackupFolder.make(backup);
    DatabaseFile copy = new DatabaseFile(backup.resolve(BackupFolder.DATABASE));
    BlobHold.Permit held = hold.hold();
    try {
      observer.progress("copying the database", 0, 0);
      database.copyTo(backup.resolve(BackupFolder.DATABASE), (pages, all) -> {});
      for (StoreFolder store : StoreFolder.all(database, data.resolve("blobs"))) {
        stores.put(store.name(), store.folder());
      }
      copy.check();
      try (BlobList.Writer list = new BlobList.Writer(backup.resolve(BackupFolder.LIST));
          CheckedCopy copies = new CheckedCopy()) {
        copy.with(handle -> list(handle, list, copies));
      }
    } finally {
      held.close();
    }
    CheckedCopy.sync(backup.resolve(BackupFolder.LIST));
    CheckedCopy.sync(backup.resolve(BackupFolder.DATABASE));
    DataFiles.copy(data, backup.resolve(BackupFolder.FILES));
    finish(time);
    return new BackupResult(backup, blobs, copied, bytes, unreadable);
  }

  private long list(Handle handle, BlobList.Writer list, CheckedCopy copies) throws IOException {
    long total =
        handle.createQuery("SELECT count(*) FROM blob").map((row, context) -> row.getLong(1)).one();
    List<String> names =
        handle
            .createQuery("SELECT name FROM blob_store ORDER BY name")
            .map((row, context) -> row.getString(1))
            .list();
    for (String store : names) {
      try (Stream<BlobList.Line> lines = lines(handle, store)) {
        for (BlobList.Line line : (Iterable<BlobList.Line>) lines::iterator) {
          list.add(line);
          if (request.blobs() && !add(line, copies)) {
            unreadable++;
            observer.line(
                "blob '%s' of store '%s' is missing or damaged"
                    .formatted(line.name(), line.store()));
          }
          blobs++;
          observer.progress("blobs backed up", blobs, total);
        }
      }
    }
    return blobs;
  }

  /**
   * The blobs of a store in the order of their names, as the list must have them: by SHA-256, with
   * which names begin, and those of which that is not true merged in at their places.
   */
  static Stream<BlobList.Line> lines(Handle handle, String store) {
    return handle
        .createQuery(
            "SELECT name, size, sha256, sha256 AS place FROM blob WHERE store = ? AND NOT "
                + BlobNames.MISNAMED
                + " UNION ALL SELECT name, size, sha256, name AS place FROM blob"
                + " WHERE store = ? AND "
                + BlobNames.MISNAMED
                + " ORDER BY place")
        .bind(0, store)
        .bind(1, store)
        .map(
            (row, context) ->
                new BlobList.Line(store, row.getString(1), row.getLong(2), row.getString(3)))
        .stream();
  }

  /** Copies a blob if the target has it not; false if it cannot be copied. */
  private boolean add(BlobList.Line line, CheckedCopy copies) throws IOException {
    BlobId id = new BlobId(line.name());
    Path store = stores.get(line.store());
    if (store == null || new BlobFiles(store).find(id).isEmpty()) {
      return false;
    }
    Path target = folder.blob(line.store(), line.name());
    if (Files.exists(target) && Files.size(target) == line.size()) {
      return true;
    }
    if (!copies.copy(BlobFiles.path(store, id), target, line.sha256())) {
      damaged.note(line.store(), id);
      return false;
    }
    copied++;
    bytes += line.size();
    return true;
  }

  private void finish(Instant time) throws IOException {
    Properties about = new Properties();
    about.setProperty("time", time.toString());
    about.setProperty("blobs", Long.toString(blobs));
    about.setProperty("unreadable", Long.toString(unreadable));
    about.setProperty("complete", Boolean.toString(request.blobs()));
    Path unfinished = backup.resolve(BackupFolder.ABOUT + ".new");
    try (OutputStream out = Files.newOutputStream(unfinished)) {
      about.store(out, "A backup made by Entrepot");
    }
    CheckedCopy.sync(unfinished);
    Files.move(unfinished, backup.resolve(BackupFolder.ABOUT), StandardCopyOption.ATOMIC_MOVE);
    CheckedCopy.sync(backup);
    CheckedCopy.sync(folder.backups());
  }
}
