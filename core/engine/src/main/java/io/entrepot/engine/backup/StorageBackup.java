package io.entrepot.engine.backup;

import io.entrepot.engine.Environment;
import io.entrepot.engine.admin.BackupAdmin;
import io.entrepot.engine.admin.BackupRequest;
import io.entrepot.engine.admin.BackupResult;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.blob.BlobHold;
import io.entrepot.engine.blob.StoreFolder;
import io.entrepot.engine.content.DamagedBlobs;
import io.entrepot.engine.database.Database;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Backs the running server up, one backup at a time in each target. */
@Component(service = {StorageBackup.class, BackupAdmin.class})
public final class StorageBackup implements BackupAdmin {

  private static final Logger LOG = LoggerFactory.getLogger(StorageBackup.class);

  private final Database database;
  private final DamagedBlobs damaged;
  private final BlobHold hold;
  private final Path data;
  private final Clock clock;

  /** The server's. */
  @Activate
  public StorageBackup(
      @Reference Database database,
      @Reference DamagedBlobs damaged,
      @Reference BlobHold hold,
      @Reference Environment environment) {
    this(database, damaged, hold, environment.data(), Clock.systemUTC());
  }

  /**
   * The same by themselves.
   *
   * @param data the data folder
   */
  public StorageBackup(
      Database database, DamagedBlobs damaged, BlobHold hold, Path data, Clock clock) {
    this.database = database;
    this.damaged = damaged;
    this.hold = hold;
    this.data = data.toAbsolutePath().normalize();
    this.clock = clock;
  }

  @Override
  public BackupResult backup(BackupRequest request, Consumer<String> lines)
      throws RefusedException, IOException {
    return backup(
        request,
        new Observer() {
          @Override
          public void progress(String what, long done, long total) {}

          @Override
          public void line(String text) {
            lines.accept(text);
          }
        });
  }

  BackupResult backup(BackupRequest request, Observer observer)
      throws RefusedException, IOException {
    checkTarget(request.target());
    BackupFolder folder = new BackupFolder(request.target());
    BackupFolder.make(folder.backups());
    try (FileChannel channel =
        FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (!locked(channel)) {
        throw new RefusedException(
            RefusedException.Kind.CONFLICT,
            "target",
            "a backup to " + request.target() + " is under way");
      }
      Pruning pruning = new Pruning(folder);
      pruning.unfinished();
      Instant time = clock.instant().truncatedTo(ChronoUnit.SECONDS);
      while (Files.exists(folder.backup(time))) {
        time = time.plusSeconds(1);
      }
      BackupResult result =
          new BackupRun(database, damaged, hold, data, request, time, observer).make(time);
      pruning.keep(request.keep(), request.blobs());
      if (result.unreadable() > 0) {
        LOG.error("Backup: {}", result.text());
      } else {
        LOG.info("Backup: {}", result.text());
      }
      return result;
    }
  }

  private void checkTarget(Path target) throws RefusedException, IOException {
    if (target.startsWith(data)) {
      throw refused(target, "is inside the data folder " + data + " that is backed up");
    }
    for (StoreFolder store : StoreFolder.all(database, data.resolve("blobs"))) {
      if (target.startsWith(store.folder()) || store.folder().startsWith(target)) {
        throw refused(target, "overlaps with blob store '" + store.name() + "'");
      }
    }
    if (data.startsWith(target)) {
      throw refused(target, "is above the data folder " + data);
    }
  }

  /** Takes the lock, until the channel is closed; false if somebody has it. */
  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static RefusedException refused(Path target, String why) {
    return new RefusedException(RefusedException.Kind.INVALID, "target", "'" + target + "' " + why);
  }
}
