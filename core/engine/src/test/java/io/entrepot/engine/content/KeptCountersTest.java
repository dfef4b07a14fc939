package io.entrepot.engine.content;

import static io.entrepot.engine.content.ContentFixture.put;
import static io.entrepot.engine.content.ContentFixture.stage;
import static io.entrepot.engine.content.ContentFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.MissingReferenceException;
import io.entrepot.spi.content.Precondition;
import io.entrepot.spi.content.PreconditionFailedException;
import io.entrepot.spi.content.Retention;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;

/** What is kept along with every change must be what counting would give. */
public class KeptCountersTest {

  /** Each tells how many rows of a table disagree with what they stand for. */
  static final List<String> WRONG =
      List.of(
          "SELECT count(*) FROM blob b"
              + " WHERE assets <> (SELECT count(*) FROM asset WHERE blob = b.id)"
              + " OR (assets = 0) <> (unreferenced_since IS NOT NULL)",
          "SELECT count(*) FROM component c"
              + " WHERE assets = 0"
              + " OR assets <> (SELECT count(*) FROM asset WHERE component = c.id)",
          "SELECT count(*) FROM content c WHERE repository IS NOT NULL AND ("
              + "assets <> (SELECT count(*) FROM asset WHERE content = c.id) OR size <> (SELECT"
              + " coalesce(sum(b.size), 0) FROM asset a JOIN blob b ON b.id = a.blob"
              + " WHERE a.content = c.id))",
          "SELECT count(*) FROM blob_store s"
              + " WHERE blobs <> (SELECT count(*) FROM blob WHERE store = s.name)"
              + " OR size <> (SELECT coalesce(sum(size), 0) FROM blob WHERE store = s.name)",
          "SELECT count(*) FROM node n WHERE (children = 0 AND asset IS NULL)"
              + " OR children <> (SELECT count(*) FROM node WHERE content = n.content AND folder ="
              + " CASE WHEN n.folder = '' THEN n.name ELSE n.folder || '/' || n.name END)",
          "SELECT (SELECT count(*) FROM asset) - (SELECT count(*) FROM node n"
              + " JOIN asset a ON a.id = n.asset AND a.content = n.content AND a.path ="
              + " CASE WHEN n.folder = '' THEN n.name ELSE n.folder || '/' || n.name END)",
          "SELECT count(*) FROM asset a WHERE (unneeded_since IS NOT NULL) <> (retention <> 0"
              + " AND NOT EXISTS (SELECT 1 FROM reference WHERE target = a.id)"
              + " AND NOT EXISTS (SELECT 1 FROM keeper k JOIN asset s ON s.content = k.content"
              + " AND s.path = k.path WHERE k.asset = a.id))");

  @Rule public final ContentFixture fixture = new ContentFixture();

  private static final List<Retention> RETENTIONS = List.of(Retention.values());

  private final Random random = new Random(7);
  private int refused;

  @Test
  public void shouldAgreeAfterManyChanges() throws IOException {
    List<ContentStore> contents = List.of(fixture.content("one"), fixture.content("other"));
    for (int i = 0; i < 300; i++) {
      change(contents.get(random.nextInt(2)));
    }
    assertNothingIsWrong();
    assertThat(count("SELECT count(*) FROM asset")).isPositive();
    assertThat(refused).isBetween(1, 299);
  }

  @Test
  public void shouldRemoveAllRowsOfADroppedRepositoryAfterARestartToo() throws Exception {
    ContentStore content = fixture.content("one");
    put(fixture.content("other"), "kept", "shared");
    for (int i = 0; i < 5; i++) {
      put(content, "folder/" + i, i == 0 ? "shared" : "text " + i);
    }
    content.commit(
        ChangeSet.empty()
            .put(write("part").in(new Component("", "n", "1")), stage(content, "part"))
            .record("kind", "owned", "{}", AssetPath.of("part"))
            .record("kind", "free", "{}"));
    // As a stop right after the drop would leave it.
    fixture
        .database()
        .write(handle -> handle.execute("UPDATE content SET repository = NULL WHERE id = 1"));
    fixture.reopen();
    try (DroppedContents dropped = new DroppedContents(fixture.database(), Clock.systemUTC())) {
      dropped.swept().get();
    }

    assertThat(count("SELECT count(*) FROM content")).isEqualTo(1);
    assertThat(count("SELECT count(*) FROM asset")).isEqualTo(1);
    assertThat(count("SELECT count(*) FROM record")).isZero();
    assertThat(count("SELECT count(*) FROM component")).isZero();
    assertThat(count("SELECT count(*) FROM blob WHERE assets = 0")).isEqualTo(5);
    assertNothingIsWrong();
  }

  private void change(ContentStore content) throws IOException {
    ChangeSet changes = ChangeSet.empty();
    for (int step = random.nextInt(4); step >= 0; step--) {
      AssetPath path = path();
      if (random.nextInt(3) == 0) {
        changes = changes.delete(path, precondition());
        continue;
      }
      AssetWrite asset =
          new AssetWrite(
              path,
              "text/plain",
              Map.of(),
              random.nextBoolean()
                  ? Optional.empty()
                  : Optional.of(new Component("g", "n" + random.nextInt(3), "")),
              Set.of(),
              precondition(),
              RETENTIONS.get(random.nextInt(3)),
              random.nextBoolean() ? Set.of() : Set.of(path()));
      if (random.nextInt(3) == 0) {
        asset = asset.referring(Set.of(path()));
      }
      Optional<Asset> other = content.find(path());
      changes =
          other.isPresent() && random.nextBoolean()
              ? changes.link(asset, other.get().blob())
              : changes.put(asset, stage(content, "text ".repeat(random.nextInt(5))));
    }
    try {
      content.commit(changes);
    } catch (PreconditionFailedException | MissingReferenceException e) {
      refused++;
    }
  }

  private Precondition precondition() {
    return random.nextInt(6) == 0 ? Precondition.ABSENT : Precondition.NONE;
  }

  private AssetPath path() {
    StringBuilder path = new StringBuilder();
    for (int depth = random.nextInt(4); depth >= 0; depth--) {
      path.append(path.isEmpty() ? "" : "/").append("aAbB".charAt(random.nextInt(4)));
    }
    return AssetPath.of(path.toString());
  }

  private void assertNothingIsWrong() throws IOException {
    for (String wrong : WRONG) {
      assertThat(count(wrong)).as(wrong).isZero();
    }
  }

  private long count(String sql) throws IOException {
    return fixture
        .database()
        .read(handle -> handle.createQuery(sql).map((row, context) -> row.getLong(1)).one());
  }
}
