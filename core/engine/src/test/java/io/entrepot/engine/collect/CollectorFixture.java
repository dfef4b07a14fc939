package io.entrepot.engine.collect;

import io.entrepot.engine.Environment;
import io.entrepot.engine.blob.BlobHold;
import io.entrepot.engine.blob.BlobStores;
import io.entrepot.engine.content.DamagedBlobs;
import io.entrepot.engine.content.RepositoryContents;
import io.entrepot.engine.database.Database;
import io.entrepot.engine.repository.DatabaseDefinitions;
import io.entrepot.engine.repository.ExpiredRepositories;
import io.entrepot.engine.repository.Serving;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.format.Recipe;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.http.ErrorForm;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.testkit.TestBytes;
import io.entrepot.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** Storage in a temporary folder, a repository {@code files} in it, and the collector. */
final class CollectorFixture extends ExternalResource implements Serving {

  final TestClock clock = new TestClock();
  final BlobHold hold = new BlobHold();
  Optional<Duration> policy = Optional.empty();
  boolean serves = true;
  boolean failing;
  Database database;
  BlobStores stores;
  RepositoryContents contents;
  StorageCollect collector;
  private final TemporaryFolder folder = new TemporaryFolder();

  @Override
  protected void before() throws Throwable {
    folder.create();
    open();
  }

  @Override
  protected void after() {
    try {
      close();
    } catch (IOException e) {
      throw new AssertionError(e);
    } finally {
      folder.delete();
    }
  }

  void reopen() throws IOException {
    close();
    open();
  }

  private void open() throws IOException {
    Path data = folder.getRoot().toPath();
    database = new Database(data.resolve("database"));
    stores = new BlobStores(database, data.resolve("blobs"), clock);
    contents = new RepositoryContents(database, stores, new DamagedBlobs(database, clock), clock);
    ExpiredRepositories expired =
        new ExpiredRepositories(
            new DatabaseDefinitions(database), new Environment(data, 8081, 8443));
    collector = new StorageCollect(contents, stores, hold, this, expired, clock);
  }

  private void close() throws IOException {
    contents.close();
    stores.close();
    database.close();
  }

  ContentStore content() {
    return contents.of("files", "default");
  }

  Asset put(AssetWrite write, String text) throws IOException {
    return content()
        .commit(ChangeSet.empty().put(write, TestBytes.staged(content(), text)))
        .written()
        .get(0);
  }

  void delete(String path) throws IOException {
    content().commit(ChangeSet.empty().delete(AssetPath.of(path)));
  }

  boolean there(String path) throws IOException {
    // Not by find: that would be a read, which renews.
    return content().list(AssetPath.ROOT, io.entrepot.spi.page.Cursor.START, 1_000).items().stream()
        .anyMatch(asset -> asset.path().value().equals(path));
  }

  Run collect(long graceMinutes, long fileGraceHours) throws IOException {
    Run run = new Run(graceMinutes, fileGraceHours);
    collector.run(run);
    return run;
  }

  /** The files of blobs. */
  List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(blobs())) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  Path blobs() {
    return folder.getRoot().toPath().resolve("blobs/default/blobs");
  }

  long count(String sql) throws IOException {
    return database.read(
        handle -> handle.createQuery(sql).map((row, context) -> row.getLong(1)).one());
  }

  static AssetWrite write(String path) {
    return AssetWrite.of(AssetPath.of(path), "text/plain");
  }

  @Override
  public Optional<Held> hold(String name) {
    return name.equals("files") ? Optional.of(new Holding()) : Optional.empty();
  }

  @Override
  public Optional<HeldClaim> claim(String path) {
    return Optional.empty();
  }

  private final class Plain implements Repository {
    @Override
    public Response handle(Request request) {
      return Response.Reply.of(200);
    }

    @Override
    public ChangeSet deletion(Asset asset) throws IOException {
      if (failing) {
        throw new IOException("the format cannot tell");
      }
      return Repository.super.deletion(asset);
    }

    @Override
    public Optional<Duration> unneededRetention() {
      return policy;
    }
  }

  private final class Holding implements Held {
    @Override
    public String name() {
      return "files";
    }

    @Override
    public Recipe recipe() {
      return new Recipe("plain", RepositoryType.HOSTED);
    }

    @Override
    public Optional<ErrorForm> errors() {
      return Optional.empty();
    }

    @Override
    public Optional<Repository> repository() {
      return serves ? Optional.of(new Plain()) : Optional.empty();
    }

    @Override
    public Problem problem() {
      return new Problem(503, "OFFLINE", "it is offline");
    }

    @Override
    public ContentStore content() {
      return CollectorFixture.this.content();
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
