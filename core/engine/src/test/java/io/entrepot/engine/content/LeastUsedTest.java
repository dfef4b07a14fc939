package io.entrepot.engine.content;

import static io.entrepot.engine.content.ContentFixture.put;
import static io.entrepot.engine.content.ContentFixture.stage;
import static io.entrepot.engine.content.ContentFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.ContentStore;
import java.io.IOException;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;

public class LeastUsedTest {

  @Rule public final ContentFixture fixture = new ContentFixture();

  @Test
  public void shouldNameWhatWasNotUsedForTheLongestFirst() throws IOException {
    ContentStore content = fixture.content("files");
    put(content, "a", "a");
    put(content, "b", "b");
    read("a", 2_000);
    read("b", 1_000);
    assertThat(fixture.contents().leastUsed().list("files", 10))
        .extracting(candidate -> candidate.path().value())
        .containsExactly("b", "a");
  }

  @Test
  public void shouldCountAsUsedWhatIsReferredToByWhatIsUsed() throws IOException {
    ContentStore content = fixture.content("files");
    put(content, "needed", "n");
    put(content, "file", "f");
    content.commit(
        ChangeSet.empty()
            .put(write("name").referring(Set.of(AssetPath.of("needed"))), stage(content, "name")));
    read("needed", 0);
    read("file", 1_000);
    read("name", 2_000);
    assertThat(fixture.contents().leastUsed().list("files", 10))
        .extracting(candidate -> candidate.path().value())
        .containsExactly("file", "name", "needed");
  }

  /** It was set at the epoch, and read so many milliseconds later. */
  private void read(String path, long later) throws IOException {
    fixture
        .database()
        .write(
            handle ->
                handle.execute(
                    "UPDATE asset SET updated = 0, last_downloaded = ? WHERE path = ?",
                    later,
                    path));
  }
}
