package io.entrepot.engine.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.page.Cursor;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

/** What was acknowledged is there, whenever the process is killed. */
public class KillTest {

  @Rule public final ContentFixture fixture = new ContentFixture();

  @Test
  public void shouldLoseNothingThatWasAcknowledged() throws Exception {
    Path data = fixture.data().resolve("killed");
    List<String> acknowledged = new ArrayList<>();
    for (int round = 1; round <= 3; round++) {
      acknowledged.addAll(killAfter(data, "round" + round, 40 * round));

      try (ContentFixture.Opened opened = new ContentFixture.Opened(data)) {
        ContentStore content = opened.contents().of("files", "default");
        for (String path : acknowledged) {
          assertThat(ContentFixture.text(content, path)).isEqualTo(KilledWriter.text(path));
        }
        // What was not acknowledged may be there, but then whole.
        for (Asset asset : content.list(AssetPath.ROOT, Cursor.START, 10_000).items()) {
          String path = asset.path().value();
          assertThat(ContentFixture.text(content, path)).isEqualTo(KilledWriter.text(path));
        }
      }
    }
    assertThat(acknowledged).hasSizeGreaterThan(200);
  }

  private static List<String> killAfter(Path data, String round, int count) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledWriter.class.getName(),
                data.toString(),
                round)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> acknowledged = new ArrayList<>();
    try (BufferedReader output = process.inputReader()) {
      while (acknowledged.size() < count) {
        acknowledged.add(line(output));
      }
      assertThat(process.toHandle().destroyForcibly()).isTrue(); // leaves its output to be read
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        acknowledged.add(line);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    // The last line may have been cut off with the process.
    acknowledged.removeIf(path -> !path.matches(round + "/[0-9]+"));
    return acknowledged.subList(0, acknowledged.size() - 1);
  }

  private static String line(BufferedReader output) throws IOException {
    String line = output.readLine();
    assertThat(line).as("the writer ended by itself").isNotNull();
    return line;
  }
}
