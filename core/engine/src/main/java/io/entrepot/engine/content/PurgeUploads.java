package io.entrepot.engine.content;

import io.entrepot.engine.blob.BlobStores;
import io.entrepot.engine.task.TaskProperties;
import io.entrepot.engine.task.TaskRun;
import io.entrepot.engine.task.TaskType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Removes uploads that their clients forgot, and finished ones that nothing took. */
@Component(service = TaskType.class)
public final class PurgeUploads implements TaskType {

  private static final String IDLE = "idleHours";
  private static final long MOST_HOURS = 24 * 365;

  private final BlobStores stores;
  private final RepositoryContents contents;

  /** For those stores. */
  @Activate
  public PurgeUploads(@Reference BlobStores stores, @Reference RepositoryContents contents) {
    this.stores = stores;
    this.contents = contents;
  }

  @Override
  public String id() {
    return "storage.purge-uploads";
  }

  @Override
  public String label() {
    return "Purge abandoned uploads";
  }

  @Override
  public List<Field> fields() {
    return List.of(new Field(IDLE, "Hours for which nobody wrote to an upload", "24", true));
  }

  @Override
  public Optional<String> initialSchedule() {
    return Optional.of("0 10 * * * ?");
  }

  @Override
  public void check(TaskProperties properties) {
    long hours = properties.number(IDLE);
    if (hours < 1 || hours > MOST_HOURS) {
      throw new IllegalArgumentException(
          IDLE + " is " + hours + ", not a number of hours from 1 to " + MOST_HOURS);
    }
  }

  @Override
  public void run(TaskRun run) throws IOException {
    run.progress("finished uploads that nothing took", contents.purgeStaged(), 0);
    stores.purgeUploads(Duration.ofHours(run.properties().number(IDLE)), run);
  }
}
