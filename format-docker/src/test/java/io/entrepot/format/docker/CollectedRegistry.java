package io.entrepot.format.docker;

import io.entrepot.engine.Environment;
import io.entrepot.engine.blob.BlobHold;
import io.entrepot.engine.blob.BlobStores;
import io.entrepot.engine.collect.StorageCollect;
import io.entrepot.engine.content.DamagedBlobs;
import io.entrepot.engine.content.RepositoryContents;
import io.entrepot.engine.database.Database;
import io.entrepot.engine.repository.DatabaseDefinitions;
import io.entrepot.engine.repository.ExpiredRepositories;
import io.entrepot.engine.repository.Serving;
import io.entrepot.engine.task.TaskProperties;
import io.entrepot.engine.task.TaskRun;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.format.Recipe;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.http.ErrorForm;
import io.entrepot.spi.http.Problem;
import io.entrepot.testkit.RepositoryDriver;
import io.entrepot.testkit.TestContext;
import io.entrepot.testkit.TestSettings;
import io.entrepot.testkit.TestSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/**
 * A repository {@code team} whose untagged manifests go at once, on the engine's own storage, and
 * the engine's collector, which spares nothing for any time.
 */
final class CollectedRegistry extends ExternalResource implements Registry, Serving {

  private final Clock clock = Clock.systemUTC();
  private final TemporaryFolder folder = new TemporaryFolder();
  private final List<String> reports = new CopyOnWriteArrayList<>();
  private final Optional<String> untaggedDays;
  private Database database;
  private BlobStores stores;
  private RepositoryContents contents;
  private RepositoryDriver driver;
  private StorageCollect collector;

  /** The same, keeping untagged manifests for some days; for ever if that is empty. */
  CollectedRegistry(Optional<String> untaggedDays) {
    this.untaggedDays = untaggedDays;
  }

  @Override
  protected void before() throws Throwable {
    folder.create();
    Path data = folder.getRoot().toPath();
    database = new Database(data.resolve("database"));
    stores = new BlobStores(database, data.resolve("blobs"), clock);
    contents = new RepositoryContents(database, stores, new DamagedBlobs(database, clock), clock);
    DockerFormat format = new DockerFormat(new TestSigner(clock), clock);
    TestSettings settings = TestSettings.of(format, RepositoryType.HOSTED);
    TestContext context =
        TestContext.hosted(format)
            .named("team")
            .with(
                untaggedDays
                    .map(days -> settings.with(DockerSettings.UNTAGGED_DAYS, days))
                    .orElse(settings))
            .holding(contents.of("team", "default"));
    driver = RepositoryDriver.of(format, context);
    collector =
        new StorageCollect(
            contents,
            stores,
            new BlobHold(),
            this,
            new ExpiredRepositories(
                new DatabaseDefinitions(database), new Environment(data, 8081, 8443)),
            clock);
  }

  @Override
  protected void after() {
    try {
      contents.close();
      stores.close();
      database.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    } finally {
      folder.delete();
    }
  }

  @Override
  public Answer send(Call call) {
    return new MemoryRegistry(driver, request -> request).send(call);
  }

  /** The repository. */
  RepositoryDriver driver() {
    return driver;
  }

  /** Collects once. */
  void collect() throws IOException {
    collector.run(
        new TaskRun() {
          @Override
          public TaskProperties properties() {
            return new TaskProperties(Map.of("graceMinutes", "0", "unknownFileGraceHours", "0"));
          }

          @Override
          public void progress(String what, long done, long total) {
            // Nobody watches.
          }

          @Override
          public void report(String line) {
            reports.add(line);
          }
        });
  }

  /** What the collections said. */
  List<String> reports() {
    return reports;
  }

  /** How many files there are in the blob store. */
  long files() throws IOException {
    try (Stream<Path> files =
        Files.walk(folder.getRoot().toPath().resolve("blobs/default/blobs"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  @Override
  public Optional<Held> hold(String name) {
    return Optional.of(new Holding());
  }

  @Override
  public Optional<HeldClaim> claim(String path) {
    return Optional.empty();
  }

  private final class Holding implements Held {
    @Override
    public String name() {
      return "team";
    }

    @Override
    public Recipe recipe() {
      return new Recipe(DockerFormat.NAME, RepositoryType.HOSTED);
    }

    @Override
    public Optional<ErrorForm> errors() {
      return Optional.empty();
    }

    @Override
    public Optional<Repository> repository() {
      return Optional.of(driver.repository());
    }

    @Override
    public Problem problem() {
      throw new IllegalStateException("it serves");
    }

    @Override
    public ContentStore content() {
      return driver.content();
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
