package io.entrepot.engine.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.admin.TaskRunView;
import io.entrepot.engine.blob.BlobStores;
import io.entrepot.engine.content.DamagedBlobs;
import io.entrepot.engine.content.Downloads;
import io.entrepot.engine.content.RepositoryContents;
import io.entrepot.engine.database.Database;
import io.entrepot.engine.repository.Serving;
import io.entrepot.engine.task.TaskScheduler;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.format.Recipe;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.format.UploadForm;
import io.entrepot.spi.http.ErrorForm;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.page.Cursor;
import io.entrepot.testkit.TestBytes;
import io.entrepot.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class CacheEvictionTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final TestClock clock = new TestClock();
  private Database database;
  private BlobStores stores;
  private RepositoryContents contents;
  private Downloads downloads;
  private TaskScheduler tasks;
  private CacheEviction eviction;
  private ContentStore content;
  private RepositoryType type = RepositoryType.PROXY;

  @Before
  public void open() throws IOException {
    Path data = folder.getRoot().toPath();
    database = new Database(data.resolve("database"));
    stores = new BlobStores(database, data.resolve("blobs"), clock);
    contents = new RepositoryContents(database, stores, new DamagedBlobs(database, clock), clock);
    downloads = new Downloads(database, clock);
    content = contents.of("mirror", "default");
    eviction = new CacheEviction(() -> List.of(mirror()), contents, downloads, new OneRepository());
    tasks = new TaskScheduler(database, clock, Runnable::run);
    tasks.add(eviction);
  }

  private RepositoryDefinition mirror() {
    return new RepositoryDefinition(
        "mirror",
        new Recipe("plain", type),
        true,
        Map.of("proxy", Map.of("cacheSizeLimit", 1_000L)));
  }

  @After
  public void close() throws IOException {
    eviction.close();
    tasks.close();
    downloads.close();
    contents.close();
    stores.close();
    database.close();
  }

  @Test
  public void shouldRemoveWhatWasUsedTheLongestAgo() throws Exception {
    for (int i = 0; i < 12; i++) {
      TestBytes.put(content, "a" + (char) ('a' + i), ("" + (char) ('a' + i)).repeat(100));
      clock.advance(Duration.ofDays(1));
    }
    downloads.note("mirror", AssetPath.of("aa"));

    assertThat(run().report()).containsExactly("'mirror': 3 assets removed");

    assertThat(contents.totals("mirror").size()).isEqualTo(900);
    assertThat(paths()).contains("aa").doesNotContain("ab", "ac", "ad").hasSize(9);
    assertThat(run().report()).containsExactly("'mirror': 0 assets removed");
  }

  @Test
  public void shouldLeaveWhatTheFormatWillNotDelete() throws Exception {
    for (int i = 0; i < 12; i++) {
      TestBytes.put(content, "kept" + i, ("" + (char) ('a' + i)).repeat(100));
    }
    assertThat(run().report()).containsExactly("'mirror': 0 assets removed");
  }

  @Test
  public void shouldTouchProxiesAlone() throws Exception {
    type = RepositoryType.HOSTED;
    for (int i = 0; i < 12; i++) {
      TestBytes.put(content, "a" + i, ("" + (char) ('a' + i)).repeat(100));
    }
    assertThat(run().report()).isEmpty();
    assertThat(paths()).hasSize(12);
  }

  private TaskRunView run() throws Exception {
    tasks.run("proxy.evict");
    TaskRunView run = tasks.history("proxy.evict").get(0);
    assertThat(run.result()).as(run.message()).contains(TaskRunView.Result.OK);
    return run;
  }

  private List<String> paths() throws IOException {
    return content.list(AssetPath.ROOT, Cursor.START, 100).items().stream()
        .map(asset -> asset.path().value())
        .toList();
  }

  private static final class Plain implements Repository {

    @Override
    public Response handle(Request request) {
      return Response.Reply.of(200);
    }

    @Override
    public ChangeSet deletion(Asset asset) throws IOException {
      if (asset.path().value().startsWith("kept")) {
        throw new Problem(403, "DENIED", "it stays").asException();
      }
      return Repository.super.deletion(asset);
    }
  }

  private final class OneRepository implements Serving {

    @Override
    public Optional<Held> hold(String name) {
      return Optional.of(new OneHeld());
    }

    @Override
    public Optional<HeldClaim> claim(String path) {
      return Optional.empty();
    }
  }

  private final class OneHeld implements Serving.Held {

    @Override
    public String name() {
      return "mirror";
    }

    @Override
    public Recipe recipe() {
      return new Recipe("plain", type);
    }

    @Override
    public Optional<ErrorForm> errors() {
      return Optional.empty();
    }

    @Override
    public Optional<Repository> repository() {
      return Optional.of(new Plain());
    }

    @Override
    public Problem problem() {
      throw new IllegalStateException("it serves");
    }

    @Override
    public ContentStore content() {
      return content;
    }

    @Override
    public Optional<UploadForm> uploads() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }
}
