package io.entrepot.engine.content;

import static io.entrepot.engine.content.ContentFixture.put;
import static io.entrepot.engine.content.ContentFixture.stage;
import static io.entrepot.engine.content.ContentFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.admin.BlobStoreLimits;
import io.entrepot.engine.blob.BlobNames;
import io.entrepot.engine.database.Prepared;
import io.entrepot.spi.blob.BlobId;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.Retention;
import io.entrepot.spi.page.Cursor;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.Rule;
import org.junit.Test;

/** What requests ask of the database must not cost more the more there is. */
public class StatementPlansTest {

  @Rule public final ContentFixture fixture = new ContentFixture();

  private final Set<String> statements = new ConcurrentSkipListSet<>();
  private DamagedBlobs damaged;

  @Test
  public void shouldScanNoTable() throws Exception {
    fixture.stores().create("other", "other", BlobStoreLimits.NONE);
    ContentStore content = fixture.content("files");
    damaged = new DamagedBlobs(fixture.database());
    fixture.database().read(this::watch);
    fixture.database().write(this::watch);

    ask(content);
    // Those that go past the library, and its log.
    statements.addAll(fixture.database().write(Prepared::kept));
    statements.removeIf(statement -> !statement.matches("(?s)(SELECT|INSERT|UPDATE|DELETE) .*"));

    assertThat(statements).anyMatch(statement -> statement.startsWith("UPDATE node SET children"));
    assertThat(statements).hasSizeGreaterThan(30);
    for (String statement : List.copyOf(statements)) {
      List<String> plan = plan(statement);
      assertThat(plan)
          .as(statement)
          .noneMatch(step -> step.startsWith("SCAN") && !step.equals("SCAN CONSTANT ROW"))
          .noneMatch(step -> step.contains("TEMP B-TREE") || step.contains("AUTOMATIC"));
    }
  }

  private List<String> plan(String statement) throws IOException {
    return fixture
        .database()
        .read(
            handle ->
                handle
                    .createQuery("EXPLAIN QUERY PLAN " + statement.replace("?", "'1'"))
                    .map((row, context) -> row.getString("detail"))
                    .list());
  }

  @Test
  public void shouldComeToComponentsByAnIndex() throws IOException {
    ContentStore content = fixture.content("files");
    content.commit(
        ChangeSet.empty().put(write("a").in(new Component("", "n", "1")), stage(content, "a")));
    fixture.database().read(this::watch);
    fixture.contents().uses().list("files", Optional.of(new Component("", "a", "1")), 10);
    assertThat(statements).hasSize(1);
    assertThat(plan(statements.iterator().next()))
        .anyMatch(step -> step.contains("component_name (content=? AND (group_name,name,version)>"))
        .anyMatch(step -> step.contains("asset_component (component=?)"))
        .noneMatch(step -> step.matches("SCAN (component|a|r|t|asset)\\b.*"));
  }

  @Test
  public void shouldComeToBlobsByTheirNames() throws IOException {
    BlobId name = put(fixture.content("files"), "a", "hello").blob().id();
    fixture.database().read(this::watch);
    assertThat(fixture.contents().garbage().unknown("default", List.of(name))).isEmpty();
    BlobId other = new BlobId("0".repeat(64));
    fixture.database().read(handle -> BlobNames.row(handle, "default", other));
    assertThat(statements).hasSize(3);
    List<String> steps = new ArrayList<>();
    for (String statement : statements) {
      steps.addAll(plan(statement));
    }
    assertThat(steps)
        .filteredOn(step -> step.matches("(SCAN|SEARCH).*"))
        .containsExactlyInAnyOrder(
            "SEARCH blob USING INDEX blob_sha256 (sha256=? AND store=?)",
            "SEARCH blob USING INDEX blob_misnamed (store=? AND name=?)",
            "SEARCH blob USING INDEX blob_sha256 (sha256>? AND sha256<?)",
            "SEARCH blob USING INDEX blob_misnamed (store=? AND name>? AND name<?)");
  }

  private void ask(ContentStore content) throws IOException {
    Asset first = put(content, "a/b", "hello");
    damaged.note("default", first.blob().id());
    damaged.note("default", new BlobId("unknown"));
    damaged.clear("default", first.blob().id());
    put(content, "a/b", "changed");
    put(content, "c", "hello");
    content.commit(
        ChangeSet.empty()
            .put(
                write("d/e").in(new Component("", "n", "1")).referring(Set.of(AssetPath.of("c"))),
                stage(content, "parent"))
            .link(write("f").in(new Component("", "n", "1")), first.blob())
            .record("kind", "later", "{}", AssetPath.of("g"))
            .put(write("g"), stage(content, "owner"))
            .record("kind", "key", "{}", AssetPath.of("c"))
            .record("kind", "other", "{}")
            .deleteRecord("kind", "other"));
    content.find(AssetPath.of("a/b"));
    askForGarbage(content);
    for (AssetPath folder : List.of(AssetPath.ROOT, AssetPath.of("a"))) {
      content.list(folder, Cursor.after("a"), 10);
      content.browse(folder, Cursor.after("a"), 10);
    }
    for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
      content.blob(new Digest(algorithm, "0".repeat(algorithm.hexLength())));
    }
    content.records("kind").find("key");
    content.records("kind").list("", Cursor.START, 10);
    content.records("kind").list("k", Cursor.START, 10);
    content.records("kind").list("k", Cursor.after("key"), 10);
    content.records("kind").list("", Cursor.after("key"), 10);
    content.commit(
        ChangeSet.empty()
            .delete(AssetPath.of("d/e"))
            .delete(AssetPath.of("a/b"))
            .deleteRecordUnlessBelow("kind", "later", AssetPath.of("a"))
            .deleteRecordUnlessBelow("kind", "later", AssetPath.ROOT));
    try (Downloads downloads = new Downloads(fixture.database(), Clock.systemUTC())) {
      downloads.note("files", AssetPath.of("c"));
      downloads.write();
    }
    fixture.contents().totals("files");
    fixture.contents().assets("files", new Component("", "n", "1"));
    new ContentMove(fixture.database(), fixture.stores())
        .into("other", "files", (done, total) -> {});
    fixture.content("files");
    fixture.content("new");
    fixture.contents().drop("new");
  }

  private void askForGarbage(ContentStore content) throws IOException {
    AssetWrite layer =
        write("layer").retained(Retention.WHILE_NEEDED).neededBy(Set.of(AssetPath.of("later")));
    Asset made =
        content.commit(ChangeSet.empty().put(layer, stage(content, "layer"))).written().get(0);
    content.find(layer.path());
    Garbage garbage = fixture.contents().garbage();
    Instant now = Instant.now().plusSeconds(1);
    List<Garbage.Unneeded> unneeded =
        garbage.unneeded("files", Retention.WHILE_NEEDED, now, Optional.empty(), 10);
    assertThat(unneeded).hasSize(1);
    BlobHolders holders = fixture.contents().holders();
    assertThat(holders.of(holders.copies(made.blob().sha256()).get(0))).hasSize(1);
    garbage.remove(
        "files",
        List.of(new Garbage.Removal(unneeded.get(0), ChangeSet.empty().delete(layer.path()))),
        new Garbage.Limits(now, now, now));
    put(content, "gone", "gone");
    content.commit(ChangeSet.empty().deleteUnneeded(AssetPath.of("gone")));
    assertThat(garbage.unknown("default", List.of(made.blob().id()))).isEmpty();
    assertThat(garbage.forget("default", now, 10)).isNotEmpty();
  }

  private boolean watch(Handle handle) {
    handle
        .getConfig(SqlStatements.class)
        .setSqlLogger(
            new SqlLogger() {
              @Override
              public void logAfterExecution(StatementContext context) {
                statements.add(context.getRenderedSql());
              }
            });
    return true;
  }
}
