package io.entrepot.engine.backup;

import io.entrepot.engine.admin.BackupRequest;
import io.entrepot.engine.admin.BackupResult;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.task.TaskProperties;
import io.entrepot.engine.task.TaskRun;
import io.entrepot.engine.task.TaskType;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The task {@code storage.backup}. A backup that misses blobs is made, and the run fails. */
@Component(service = TaskType.class)
public final class BackupTask implements TaskType {

  private static final String TARGET = "target";
  private static final String KEEP = "keep";
  private static final String BLOBS = "blobs";

  private final StorageBackup backup;

  /** The task. */
  @Activate
  public BackupTask(@Reference StorageBackup backup) {
    this.backup = backup;
  }

  @Override
  public String id() {
    return "storage.backup";
  }

  @Override
  public String label() {
    return "Back up blobs and database";
  }

  @Override
  public List<Field> fields() {
    return List.of(
        new Field(TARGET, "The folder for the backups", "", true),
        new Field(KEEP, "How many are kept", Integer.toString(BackupRequest.KEEP), false),
        new Field(BLOBS, "Whether the blobs are copied too", "true", false));
  }

  @Override
  public void check(TaskProperties properties) {
    request(properties);
  }

  @Override
  public void run(TaskRun run) throws IOException {
    BackupResult result;
    try {
      result =
          backup.backup(
              request(run.properties()),
              new Observer() {
                @Override
                public void progress(String what, long done, long total) throws IOException {
                  run.progress(what, done, total);
                }

                @Override
                public void line(String text) {
                  run.report(text);
                }
              });
    } catch (RefusedException e) {
      throw new IOException(e.getMessage(), e);
    }
    if (result.unreadable() > 0) {
      throw new IOException(result.text());
    }
    run.report(result.text());
  }

  private static BackupRequest request(TaskProperties properties) {
    String target =
        properties
            .text(TARGET)
            .orElseThrow(() -> new IllegalArgumentException("target is missing: a folder"));
    long keep = properties.text(KEEP).isPresent() ? properties.number(KEEP) : BackupRequest.KEEP;
    boolean blobs = properties.text(BLOBS).isEmpty() || properties.flag(BLOBS);
    try {
      return new BackupRequest(Path.of(target), Math.toIntExact(keep), blobs);
    } catch (InvalidPathException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "target '" + target + "' or keep " + keep + " is wrong: " + e.getMessage(), e);
    }
  }
}
