package io.entrepot.engine.collect;

import io.entrepot.engine.admin.BlobStoreView;
import io.entrepot.engine.blob.BlobHold;
import io.entrepot.engine.blob.BlobStores;
import io.entrepot.engine.content.Garbage;
import io.entrepot.engine.content.RepositoryContents;
import io.entrepot.engine.repository.ExpiredRepositories;
import io.entrepot.engine.repository.Serving;
import io.entrepot.engine.task.TaskCancelledException;
import io.entrepot.engine.task.TaskProperties;
import io.entrepot.engine.task.TaskRun;
import io.entrepot.engine.task.TaskType;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frees what nothing needs, in the order in which one lets go of the other: the rows of removed
 * repositories whose time to be restored is over, assets that nothing needs, blobs that no asset
 * has, files that no blob has.
 */
@Component(service = TaskType.class)
public final class StorageCollect implements TaskType {

  /** How long a thing is spared after it was last needed, set or read, where nobody says more. */
  public static final Duration GRACE = Duration.ofHours(1);

  static final String GRACE_MINUTES = "graceMinutes";
  static final String FILE_GRACE_HOURS = "unknownFileGraceHours";

  private static final Logger LOG = LoggerFactory.getLogger(StorageCollect.class);

  private final RepositoryContents contents;
  private final BlobStores stores;
  private final BlobHold hold;
  private final Serving serving;
  private final ExpiredRepositories expired;
  private final Clock clock;

  /** The collector of the server. */
  @Activate
  public StorageCollect(
      @Reference RepositoryContents contents,
      @Reference BlobStores stores,
      @Reference BlobHold hold,
      @Reference Serving serving,
      @Reference ExpiredRepositories expired) {
    this(contents, stores, hold, serving, expired, Clock.systemUTC());
  }

  /** The same by another clock. */
  public StorageCollect(
      RepositoryContents contents,
      BlobStores stores,
      BlobHold hold,
      Serving serving,
      ExpiredRepositories expired,
      Clock clock) {
    this.contents = contents;
    this.stores = stores;
    this.hold = hold;
    this.serving = serving;
    this.expired = expired;
    this.clock = clock;
  }

  @Override
  public String id() {
    return "storage.collect";
  }

  @Override
  public String label() {
    return "Collect garbage: free the bytes that nothing needs";
  }

  @Override
  public List<Field> fields() {
    return List.of(
        new Field(
            GRACE_MINUTES,
            "Minutes for which a thing is spared after it was last needed, set or read",
            Long.toString(GRACE.toMinutes()),
            false),
        new Field(
            FILE_GRACE_HOURS, "Hours for which files that no blob has are spared", "24", false));
  }

  @Override
  public Optional<String> initialSchedule() {
    return Optional.of("0 40 0/4 * * ?");
  }

  @Override
  public void check(TaskProperties properties) {
    grace(properties);
    fileGrace(properties);
  }

  @Override
  public void run(TaskRun run) throws IOException {
    Instant now = clock.instant();
    Duration grace = grace(run.properties());
    Garbage garbage = contents.garbage();
    garbage.forgetReads(now.minus(grace));
    for (String name : expired.expire(now)) {
      run.report("repository '" + name + "', removed before, cannot be restored any more");
    }
    contents.sweepDropped();
    AssetSweep assets = new AssetSweep(garbage, serving, clock, grace, run);
    for (String repository : garbage.repositories()) {
      attempt(run, "repository '" + repository + "'", () -> assets.sweep(repository));
    }
    BlobSweep blobs = new BlobSweep(garbage, stores, hold, run);
    List<BlobStoreView> all = stores.list();
    long total = all.stream().mapToLong(BlobStoreView::blobs).sum();
    for (BlobStoreView store : all) {
      if (store.problem().isPresent()) {
        run.report("blob store '" + store.name() + "' is left out: " + store.problem().get());
        continue;
      }
      attempt(
          run,
          "blob store '" + store.name() + "'",
          () -> {
            blobs.sweep(store.name(), clock.instant().minus(grace));
            blobs.sweepFiles(store.name(), now.minus(fileGrace(run.properties())), total);
          });
    }
    run.report(
        assets.removed()
            + " assets that nothing needed and "
            + blobs.blobs()
            + " files with "
            + blobs.bytes()
            + " bytes removed");
  }

  private interface Step {
    void run() throws IOException;
  }

  /** What is wrong with one must not keep the others full. */
  private static void attempt(TaskRun run, String what, Step step) throws IOException {
    try {
      step.run();
    } catch (TaskCancelledException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      LOG.warn("Garbage of {} is left", what, e);
      run.report(what + ": garbage is left: " + e.getMessage());
    }
  }

  private static Duration grace(TaskProperties properties) {
    return Duration.ofMinutes(
        within(properties, GRACE_MINUTES, RepositoryContents.LONGEST_GRACE.toMinutes()));
  }

  private static Duration fileGrace(TaskProperties properties) {
    return Duration.ofHours(within(properties, FILE_GRACE_HOURS, Duration.ofDays(365).toHours()));
  }

  private static long within(TaskProperties properties, String name, long most) {
    long value = properties.number(name);
    if (value < 0 || value > most) {
      throw new IllegalArgumentException(name + " is " + value + ", not from 0 to " + most);
    }
    return value;
  }
}
