package io.entrepot.engine.content;

import static io.entrepot.engine.content.ContentFixture.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.testkit.TestClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public final class DownloadsTest {

  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  private final TestClock clock = new TestClock();

  @Rule public final ContentFixture fixture = new ContentFixture(clock);

  private Downloads downloads;

  @Before
  public void open() throws IOException {
    downloads = new Downloads(fixture.database(), clock);
    put(fixture.content("files"), "a/b", "text");
    put(fixture.content("others"), "a/b", "text");
  }

  @Test
  public void shouldWriteNothingBeforeItIsTime() throws IOException {
    downloads.note("files", AssetPath.of("a/b"));
    assertThat(last("files", "a/b")).isEmpty();
    downloads.write();
    assertThat(last("files", "a/b")).contains(NOON);
    assertThat(last("others", "a/b")).isEmpty();
  }

  @Test
  public void shouldWriteOnceADay() throws IOException {
    read();
    clock.advance(Duration.ofHours(11));
    read();
    assertThat(last("files", "a/b")).contains(NOON);
    clock.advance(Duration.ofHours(2));
    downloads.write();
    read();
    assertThat(last("files", "a/b")).contains(NOON.plus(Duration.ofHours(13)));
  }

  @Test
  public void shouldWriteWhatIsNotedWhenTheServerStops() throws IOException {
    downloads.note("files", AssetPath.of("a/b"));
    downloads.note("files", AssetPath.of("removed/meanwhile"));
    downloads.note("no-repository", AssetPath.of("a/b"));
    downloads.close();
    assertThat(last("files", "a/b")).contains(NOON);
  }

  @Test
  public void shouldKeepSinceWhenReadsAreNoted() throws IOException {
    clock.advance(Duration.ofDays(3));
    assertThat(new Downloads(fixture.database(), clock).since()).isEqualTo(NOON);
  }

  @Test
  public void shouldCountTheReadsOfWhatAnAssetRefersTo() throws IOException {
    ContentStore content = fixture.content("files");
    Component component = new Component("", "image", "1");
    content.commit(
        ChangeSet.empty()
            .put(
                AssetWrite.of(AssetPath.of("tag"), "text/plain")
                    .in(component)
                    .referring(Set.of(AssetPath.of("a/b"))),
                ContentFixture.stage(content, "tag")));
    read();
    assertThat(fixture.contents().uses().list("files", Optional.empty(), 10))
        .singleElement()
        .satisfies(use -> assertThat(use.downloaded()).contains(NOON));
  }

  private void read() throws IOException {
    downloads.note("files", AssetPath.of("a/b"));
    downloads.write();
  }

  private Optional<Instant> last(String repository, String path) throws IOException {
    return fixture
        .database()
        .read(
            handle ->
                handle
                    .createQuery(
                        "SELECT COALESCE(a.last_downloaded, 0) FROM asset a JOIN content c"
                            + " ON c.id = a.content WHERE c.repository = ? AND a.path = ?")
                    .bind(0, repository)
                    .bind(1, path)
                    .map((row, context) -> row.getLong(1))
                    .findOne())
        .filter(moment -> moment > 0)
        .map(Instant::ofEpochMilli);
  }
}
