package io.entrepot.engine.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.Environment;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.RemovedRepositoryView;
import io.entrepot.engine.blob.BlobStores;
import io.entrepot.engine.content.RepositoryContents;
import io.entrepot.engine.database.Database;
import io.entrepot.engine.routing.RuleBook;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.testkit.TestBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Over the database: what is restored is what was removed. */
public final class RemovedRepositoriesTest {

  private static final Duration WEEK = Duration.ofDays(7);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final FormatRegistry formats = new FormatRegistry(Duration.ofMillis(50));
  private final FakeRegistrar registrar = new FakeRegistrar();
  private Database database;
  private BlobStores stores;
  private RepositoryContents contents;
  private DatabaseDefinitions store;
  private ServedRepositories served;
  private RepositoryChanges admin;
  private RemovedRepositories removed;

  @Before
  public void start() throws Exception {
    Path data = folder.getRoot().toPath();
    database = new Database(data.resolve("database"));
    stores = new BlobStores(database, data.resolve("blobs"), Clock.systemUTC());
    contents = new RepositoryContents(database, stores);
    store = new DatabaseDefinitions(database);
    formats.add(new FakeFormat("plain"), "plain 1.0.0");
    RuleBook rules = MemoryRules.book();
    served =
        new ServedRepositories(
            formats, store, contents, rules, (repository, path) -> {}, new FakeCaches());
    admin =
        new RepositoryChanges(
            served, store, stores, contents, registrar, rules, new Environment(data, 8081, 8443));
    removed = at(Duration.ZERO);
    admin.create(Engine.plain("files", Map.of("connector", Map.of("httpPort", 5000))));
    TestBytes.put(content(), "a", "hello");
  }

  @After
  public void stop() throws IOException {
    admin.stop();
    served.stop();
    contents.close();
    stores.close();
    database.close();
  }

  @Test
  public void shouldRestoreARepositoryWithAllItHeld() throws Exception {
    admin.delete("files");
    assertThat(admin.find("files")).isEmpty();
    assertThat(registrar.open).isEmpty();
    List<RemovedRepositoryView> listed = removed.list();
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).assets()).isEqualTo(1);
    assertThat(listed.get(0).size()).isEqualTo(5);
    assertThat(listed.get(0).until()).isEqualTo(listed.get(0).removed().plus(WEEK));
    contents.sweepDropped();

    removed.restore(listed.get(0).id());

    assertThat(content().find(AssetPath.of("a"))).isPresent();
    assertThat(contents.totals("files").size()).isEqualTo(5);
    assertThat(registrar.open).hasSize(1);
    assertThat(removed.list()).isEmpty();
    contents.sweepDropped();
    assertThat(content().find(AssetPath.of("a"))).isPresent();
    assertThat(count("SELECT count(*) FROM content WHERE repository IS NULL")).isZero();
  }

  @Test
  public void shouldNotRestoreOverARepositoryThatHasTheNameOrThePort() throws Exception {
    admin.delete("files");
    long id = removed.list().get(0).id();
    admin.create(Engine.plain("Files", Map.of()));
    refused(() -> removed.restore(id), "name", "there is a repository 'Files' already");
    admin.delete("Files");
    admin.create(Engine.plain("other", Map.of("connector", Map.of("httpPort", 5000))));
    refused(
        () -> removed.restore(id),
        "connector.httpPort",
        "connector.httpPort: port 5000 is taken by repository 'other'");
    assertThat(removed.list()).hasSize(2);

    admin.delete("other");
    removed.restore(id);
    assertThat(content().find(AssetPath.of("a"))).isPresent();
  }

  @Test
  public void shouldKeepWhatSeveralOfOneNameHeldApart() throws Exception {
    admin.delete("files");
    admin.create(Engine.plain("files", Map.of()));
    assertThat(content().find(AssetPath.of("a"))).isEmpty();
    TestBytes.put(content(), "b", "other");
    admin.delete("files");

    removed.restore(removed.list().get(1).id());

    assertThat(content().find(AssetPath.of("a"))).isPresent();
    assertThat(content().find(AssetPath.of("b"))).isEmpty();
    assertThat(removed.list()).hasSize(1);
  }

  @Test
  public void shouldLetGoOfWhatItHeldWhenTheTimeIsOver() throws Exception {
    admin.delete("files");
    long id = removed.list().get(0).id();
    ExpiredRepositories expired =
        new ExpiredRepositories(store, new Environment(folder.getRoot().toPath(), 8081, 8443));

    assertThat(expired.expire(Instant.now().plus(Duration.ofDays(6)))).isEmpty();
    assertThat(at(WEEK).list()).isEmpty();
    refusedAsUnknown(() -> at(WEEK).restore(id));
    assertThat(expired.expire(Instant.now().plus(WEEK))).containsExactly("files");
    contents.sweepDropped();

    refusedAsUnknown(() -> removed.restore(id));
    assertThat(count("SELECT count(*) FROM asset")).isZero();
    assertThat(count("SELECT count(*) FROM blob WHERE assets = 0")).isEqualTo(1);
  }

  @Test
  public void shouldLetGoOfWhatIsForgotten() throws Exception {
    admin.delete("files");

    removed.forget(removed.list().get(0).id());
    contents.sweepDropped();

    assertThat(removed.list()).isEmpty();
    assertThat(count("SELECT count(*) FROM asset")).isZero();
    refusedAsUnknown(() -> removed.forget(77));
  }

  private RemovedRepositories at(Duration later) {
    return new RemovedRepositories(store, admin, WEEK, Clock.offset(Clock.systemUTC(), later));
  }

  private ContentStore content() {
    return contents.of("files", "default");
  }

  private long count(String sql) throws IOException {
    return database.read(
        handle -> handle.createQuery(sql).map((row, context) -> row.getLong(1)).one());
  }

  private static void refusedAsUnknown(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.kind()).isEqualTo(Kind.NOT_FOUND));
  }

  private static void refused(ThrowingCallable call, String field, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.kind()).isEqualTo(Kind.CONFLICT);
              assertThat(refused.field()).isEqualTo(field);
              assertThat(refused.getMessage()).isEqualTo(message);
            });
  }
}
