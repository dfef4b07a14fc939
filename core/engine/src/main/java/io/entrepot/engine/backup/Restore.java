package io.entrepot.engine.backup;

import io.entrepot.engine.admin.VerifyRequest;
import io.entrepot.engine.admin.VerifyResult;
import io.entrepot.engine.content.DamagedBlobs;
import io.entrepot.engine.database.Database;
import io.entrepot.engine.database.DatabaseFile;
import io.entrepot.engine.verify.Outcome;
import io.entrepot.engine.verify.Verification;
import io.entrepot.engine.verify.Watcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a data folder out of a backup. While it is being made there is a file {@code
 * restore.unfinished} in it, with which no server starts.
 */
public final class Restore {

  /** The file that is there until all else is. */
  public static final String MARK = "restore.unfinished";

  /** The file by which the data folder is locked. */
  private static final String PID = "entrepot.pid";

  private final Path data;
  private final Map<String, Path> moved;
  private final Observer observer;
  private final Map<String, Path> stores = new HashMap<>();
  private long blobs;
  private long missing;

  /**
   * A restore.
   *
   * @param data the data folder: empty, or not there yet
   * @param moved folders for blob stores that shall be elsewhere than they were, by name
   */
  public Restore(Path data, Map<String, Path> moved, Observer observer) {
    this.data = data.toAbsolutePath().normalize();
    this.moved = Map.copyOf(moved);
    this.observer = observer;
  }

  /**
   * Does it.
   *
   * @param from a backup, or a folder of backups, of which the newest complete one is taken
   * @throws IOException if the data folder, or that of a blob store, is not empty: nothing was done
   *     then; or if it failed, and left {@link #MARK} behind
   */
  public RestoreResult run(Path from) throws IOException {
    Path backup = find(from.toAbsolutePath().normalize());
    if (!BackupFolder.empty(data, PID)) {
      throw new IOException("the data folder " + data + " is not empty: nothing was restored");
    }
    findStores(backup);
    Files.createDirectories(data);
    Path mark = Files.writeString(data.resolve(MARK), backup.toString());
    CheckedCopy.sync(mark);
    CheckedCopy.sync(data);
    DataFiles.copy(backup.resolve(BackupFolder.FILES), data);
    copyBlobs(backup);
    copyDatabase(backup);
    VerifyResult verified = verify();
    Files.delete(mark);
    CheckedCopy.sync(data);
    return new RestoreResult(backup, blobs, missing, verified);
  }

  private static Path find(Path from) throws IOException {
    if (BackupFolder.finished(from)) {
      if (!Pruning.complete(from)) {
        throw new IOException(
            from
                + " has no blobs: put its "
                + BackupFolder.DATABASE
                + " into the folder 'database' of the data folder that has them");
      }
      return from;
    }
    List<Path> all = new BackupFolder(from).all();
    for (int i = all.size() - 1; i >= 0; i--) {
      if (BackupFolder.finished(all.get(i)) && Pruning.complete(all.get(i))) {
        return all.get(i);
      }
    }
    throw new IOException("there is no complete backup in " + from);
  }

  private void findStores(Path backup) throws IOException {
    Path home = data.resolve("blobs");
    new DatabaseFile(backup.resolve(BackupFolder.DATABASE))
        .with(
            handle ->
                handle
                    .createQuery("SELECT name, folder FROM blob_store")
                    .map(
                        (row, context) ->
                            stores.put(
                                row.getString(1), home.resolve(row.getString(2)).normalize()))
                    .list());
    for (Map.Entry<String, Path> move : moved.entrySet()) {
      if (stores.replace(move.getKey(), move.getValue()) == null) {
        throw new IOException("the backup has no blob store '" + move.getKey() + "'");
      }
    }
    for (Map.Entry<String, Path> store : stores.entrySet()) {
      if (!BackupFolder.empty(store.getValue())) {
        throw new IOException(
            "%s, the folder of blob store '%s', is not empty: nothing was restored; --store %s=FOLDER names another"
                .formatted(store.getValue(), store.getKey(), store.getKey()));
      }
    }
  }

  private void copyBlobs(Path backup) throws IOException {
    BackupFolder folder = new BackupFolder(backup.getParent().getParent());
    for (Path store : stores.values()) {
      Files.createDirectories(store.resolve("blobs"));
      Files.createDirectories(store.resolve("uploads"));
    }
    try (BlobList.Reader list = new BlobList.Reader(backup.resolve(BackupFolder.LIST));
        CheckedCopy copies = new CheckedCopy()) {
      for (var line = list.take(); line.isPresent(); line = list.take()) {
        copyBlob(folder, line.get(), copies);
        observer.progress("blobs restored", blobs, 0);
      }
    }
  }

  private void copyBlob(BackupFolder folder, BlobList.Line line, CheckedCopy copies)
      throws IOException {
    Path target =
        stores
            .get(line.store())
            .resolve("blobs")
            .resolve(line.name().substring(0, 2))
            .resolve(line.name());
    try {
      if (copies.copy(folder.blob(line.store(), line.name()), target, line.sha256())) {
        blobs++;
        return;
      }
      observer.line("blob '%s' is damaged in the backup".formatted(line.name()));
    } catch (NoSuchFileException e) {
      observer.line("blob '%s' is not in the backup".formatted(line.name()));
    }
    missing++;
  }

  private void copyDatabase(Path backup) throws IOException {
    Path target = data.resolve("database").resolve("entrepot.db");
    Path unfinished = target.resolveSibling("entrepot.db.part");
    BackupFolder.make(target.getParent());
    Files.copy(backup.resolve(BackupFolder.DATABASE), unfinished);
    DatabaseFile copy = new DatabaseFile(unfinished);
    copy.check();
    for (Map.Entry<String, Path> move : moved.entrySet()) {
      copy.with(
          handle ->
              handle.execute(
                  "UPDATE blob_store SET folder = ? WHERE name = ?",
                  move.getValue().toString(),
                  move.getKey()));
    }
    CheckedCopy.sync(unfinished);
    Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    CheckedCopy.sync(target.getParent());
    CheckedCopy.sync(data);
  }

  private VerifyResult verify() throws IOException {
    try (Database database = new Database(data.resolve("database"))) {
      Clock clock = Clock.systemUTC();
      return new Verification(
              database,
              new DamagedBlobs(database, clock),
              data.resolve("blobs"),
              clock,
              Duration.ZERO)
          .run(
              VerifyRequest.quick(),
              new Watcher() {
                @Override
                public void progress(String what, long done, long total) throws IOException {
                  observer.progress(what, done, total);
                }

                @Override
                public void found(Outcome outcome) {
                  observer.line(outcome.text());
                }
              });
    }
  }
}
