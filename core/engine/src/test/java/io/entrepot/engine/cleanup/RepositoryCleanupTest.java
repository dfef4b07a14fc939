package io.entrepot.engine.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.CleanupPolicy;
import io.entrepot.engine.admin.CleanupPolicy.SortBy;
import io.entrepot.engine.admin.CleanupPreview;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.admin.TaskRunView;
import io.entrepot.engine.blob.BlobStores;
import io.entrepot.engine.content.DamagedBlobs;
import io.entrepot.engine.content.Downloads;
import io.entrepot.engine.content.RepositoryContents;
import io.entrepot.engine.database.Database;
import io.entrepot.engine.repository.DatabaseDefinitions;
import io.entrepot.engine.repository.Serving;
import io.entrepot.engine.task.TaskScheduler;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.format.Recipe;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.format.RepositoryType;
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
import java.util.OptionalInt;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class RepositoryCleanupTest {

  private static final Recipe PLAIN = new Recipe("plain", RepositoryType.HOSTED);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final TestClock clock = new TestClock();
  private Database database;
  private BlobStores stores;
  private RepositoryContents contents;
  private Downloads downloads;
  private DatabaseDefinitions definitions;
  private CleanupPolicies policies;
  private TaskScheduler tasks;
  private ContentStore content;

  @Before
  public void open() throws IOException {
    Path data = folder.getRoot().toPath();
    database = new Database(data.resolve("database"));
    stores = new BlobStores(database, data.resolve("blobs"), clock);
    contents = new RepositoryContents(database, stores, new DamagedBlobs(database, clock), clock);
    downloads = new Downloads(database, clock);
    definitions = new DatabaseDefinitions(database);
    policies = new CleanupPolicies(database, definitions, contents, downloads, clock);
    tasks = new TaskScheduler(database, clock, Runnable::run);
    tasks.add(new RepositoryCleanup(policies, contents, downloads, new OneRepository()));
    content = contents.of("files", "default");
  }

  @After
  public void close() throws IOException {
    tasks.close();
    downloads.close();
    contents.close();
    stores.close();
    database.close();
  }

  @Test
  public void shouldRemoveWhatThePreviewTells() throws Exception {
    use(retain("keep2", 2));
    for (int i = 1; i <= 12; i++) {
      put("lib/1." + i, version("1." + i), Set.of());
    }
    put("other/1", new Component("", "other", "1"), Set.of());

    CleanupPreview preview = policies.preview("files", List.of(), 3);
    assertThat(preview.considered()).isEqualTo(13);
    assertThat(preview.matching()).isEqualTo(10);
    assertThat(preview.first())
        .extracting(candidate -> candidate.component().version())
        .containsExactly("1.1", "1.10", "1.2");
    assertThat(preview.first().get(0).reasons())
        .containsExactly("not among the 2 highest versions");
    assertThat(preview.first().get(0).policy()).isEqualTo("keep2");
    assertThat(paths()).hasSize(13);

    assertThat(run().report()).containsExactly("'files': 10 components removed");
    assertThat(paths()).containsExactly("lib/1.11", "lib/1.12", "other/1");
    assertThat(policies.preview("files", List.of(), 3).matching()).isZero();
  }

  @Test
  public void shouldRemoveManyInPagesAndBatches() throws Exception {
    use(retain("keep1", 1));
    ChangeSet many = ChangeSet.empty();
    for (int i = 0; i < 1_203; i++) {
      String path = "lib/" + i;
      many = many.put(write(path, version("1." + i), Set.of()), TestBytes.staged(content, path));
    }
    content.commit(many);
    assertThat(run().report()).containsExactly("'files': 1202 components removed");
    assertThat(paths()).containsExactly("lib/1202");
  }

  @Test
  public void shouldNeverRemoveWhatSomethingThatStaysRefersTo() throws Exception {
    use(retain("keep1", 1));
    put("lib/1", version("1"), Set.of());
    put("lib/2", version("2"), Set.of());
    put("lib/3", version("3"), Set.of(AssetPath.of("lib/1")));

    assertThat(run().report())
        .containsExactly(
            "'files': lib 1 stays: something refers to it",
            "'files': 1 components removed, 1 stay: needed, or changed meanwhile");
    assertThat(paths()).containsExactly("lib/1", "lib/3");
  }

  @Test
  public void shouldSpareWhatIsReadUntilTheVeryEnd() throws Exception {
    use(unread("unread", 10));
    put("lib/1", version("1"), Set.of());
    put("lib/2", version("2"), Set.of());
    clock.advance(Duration.ofDays(11));
    downloads.note("files", AssetPath.of("lib/1"));
    assertThat(policies.preview("files", List.of(), 9).first())
        .extracting(candidate -> candidate.component().version())
        .containsExactly("2");
    beforeDeletion = () -> downloads.note("files", AssetPath.of("lib/2"));
    assertThat(run().report())
        .containsExactly("'files': 0 components removed, 1 stay: needed, or changed meanwhile");
    assertThat(paths()).containsExactly("lib/1", "lib/2");
  }

  @Test
  public void shouldSpareWhatIsWrittenAnewMeanwhile() throws Exception {
    use(old("old", 10));
    put("lib/1", version("1"), Set.of());
    clock.advance(Duration.ofDays(11));
    beforeDeletion =
        () -> {
          clock.advance(Duration.ofSeconds(1));
          try {
            put("lib/1", version("1"), Set.of());
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        };
    run();
    assertThat(paths()).containsExactly("lib/1");
    beforeDeletion = () -> {};
    clock.advance(Duration.ofDays(10));
    run();
    assertThat(paths()).isEmpty();
  }

  @Test
  public void shouldRemoveWhatOneOfSeveralPoliciesCanDoWithout() throws Exception {
    use(unread("unread", 100), regex("beta", "lib/2.*"));
    put("lib/1", version("1"), Set.of());
    put("lib/2", version("2"), Set.of());
    run();
    assertThat(paths()).containsExactly("lib/1");
  }

  @Test
  public void shouldLeaveOutPoliciesThatAreMissingOrForOthers() throws Exception {
    policies.create(
        new CleanupPolicy(
            "boxes",
            "box",
            "",
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.of(".*"),
            OptionalInt.empty(),
            SortBy.VERSION));
    repository(List.of("boxes", "gone"), "ALLOW");
    put("lib/1", version("1"), Set.of());
    assertThat(run().report())
        .containsExactly(
            "'files': its policy 'boxes' is for another format",
            "'files': its policy 'gone' is not there");
    assertThat(paths()).hasSize(1);
    refused("is for repositories of format 'box'", () -> preview("boxes"));
    refused("there is no cleanup policy 'gone'", () -> preview("gone"));
    refused("there is no repository 'x'", () -> policies.preview("x", List.of(), 1));
  }

  @Test
  public void shouldLeaveWhatIsReadOnly() throws Exception {
    use(retain("keep1", 1));
    definitions.update(definition(List.of("keep1"), "DENY"));
    put("lib/1", version("1"), Set.of());
    put("lib/2", version("2"), Set.of());
    assertThat(run().report()).containsExactly("'files' is read-only: its write policy is DENY");
    assertThat(paths()).hasSize(2);
  }

  @Test
  public void shouldKeepPolicies() throws Exception {
    CleanupPolicy policy = retain("Keep", 3);
    policies.create(policy);
    refused("there is a cleanup policy 'Keep' already", () -> policies.create(retain("keep", 3)));
    refused("there is no cleanup policy 'other'", () -> policies.update(retain("other", 3)));
    policies.update(regex("Keep", ".*"));
    assertThat(policies.find("Keep")).contains(regex("Keep", ".*"));
    repository(List.of("Keep"), "ALLOW");
    assertThat(policies.users("Keep")).containsExactly("files");
    refused("'Keep' is used by repository 'files'", () -> policies.delete("Keep"));
    definitions.delete("files", List.of());
    policies.delete("Keep");
    assertThat(policies.policies()).isEmpty();
    refused("there is no cleanup policy 'Keep'", () -> policies.delete("Keep"));
  }

  private Runnable beforeDeletion = () -> {};

  private interface Refused {
    void call() throws Exception;
  }

  private static void refused(String message, Refused call) {
    assertThatThrownBy(call::call)
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(message);
  }

  private CleanupPreview preview(String policy) throws Exception {
    return policies.preview("files", List.of(policy), 1);
  }

  private TaskRunView run() throws Exception {
    boolean due =
        tasks
            .find("repository.cleanup")
            .orElseThrow()
            .nextRun()
            .orElseThrow()
            .isBefore(clock.instant());
    if (due) {
      tasks.tick();
    } else {
      tasks.run("repository.cleanup");
    }
    TaskRunView run = tasks.history("repository.cleanup").get(0);
    assertThat(run.result()).as(run.message()).contains(TaskRunView.Result.OK);
    return run;
  }

  private void use(CleanupPolicy... theirs) throws Exception {
    for (CleanupPolicy policy : theirs) {
      policies.create(policy);
    }
    repository(List.of(theirs).stream().map(CleanupPolicy::name).toList(), "ALLOW");
  }

  private void repository(List<String> names, String writePolicy) throws IOException {
    definitions.insert(definition(names, writePolicy));
  }

  private static RepositoryDefinition definition(List<String> names, String writePolicy) {
    return new RepositoryDefinition(
        "files",
        PLAIN,
        true,
        Map.of(
            "cleanup",
            Map.of("policyNames", names),
            "storage",
            Map.of("writePolicy", writePolicy)));
  }

  private static CleanupPolicy retain(String name, int most) {
    return policy(name, OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), most);
  }

  private static CleanupPolicy unread(String name, int days) {
    return policy(name, OptionalInt.empty(), OptionalInt.of(days), Optional.empty(), 0);
  }

  private static CleanupPolicy old(String name, int days) {
    return policy(name, OptionalInt.of(days), OptionalInt.empty(), Optional.empty(), 0);
  }

  private static CleanupPolicy regex(String name, String regex) {
    return policy(name, OptionalInt.empty(), OptionalInt.empty(), Optional.of(regex), 0);
  }

  private static CleanupPolicy policy(
      String name, OptionalInt updated, OptionalInt read, Optional<String> regex, int retain) {
    return new CleanupPolicy(
        name,
        "*",
        "",
        updated,
        read,
        Optional.empty(),
        regex,
        retain == 0 ? OptionalInt.empty() : OptionalInt.of(retain),
        SortBy.VERSION);
  }

  private static Component version(String version) {
    return new Component("", "lib", version);
  }

  private void put(String path, Component component, Set<AssetPath> references) throws IOException {
    content.commit(
        ChangeSet.empty().put(write(path, component, references), TestBytes.staged(content, path)));
  }

  private static AssetWrite write(String path, Component component, Set<AssetPath> references) {
    return AssetWrite.of(AssetPath.of(path), "text/plain").in(component).referring(references);
  }

  private List<String> paths() throws IOException {
    return content.list(AssetPath.ROOT, Cursor.START, 10_000).items().stream()
        .map(asset -> asset.path().value())
        .toList();
  }

  /** Something may happen between the judgement of a component and its deletion. */
  private final class Plain implements Repository {

    @Override
    public Response handle(Request request) {
      return Response.Reply.of(200);
    }

    @Override
    public ChangeSet deletion(Component component, List<Asset> assets) throws IOException {
      ChangeSet deletion = Repository.super.deletion(component, assets);
      beforeDeletion.run();
      return deletion;
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
      return "files";
    }

    @Override
    public Recipe recipe() {
      return PLAIN;
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
      return new Problem(503, "NONE", "it serves");
    }

    @Override
    public ContentStore content() {
      return content;
    }

    @Override
    public void close() {}
  }
}
