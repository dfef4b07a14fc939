package io.entrepot.engine.content;

import static io.entrepot.engine.content.ContentFixture.put;
import static io.entrepot.engine.content.ContentFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.admin.BlobStoreLimits;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.page.Cursor;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.Rule;
import org.junit.Test;

/** Nobody notices a move, and no end of the process breaks it. */
public class MoveWhileServingTest {

  private static final int FILES = 120;

  @Rule public final ContentFixture fixture = new ContentFixture();

  @Test
  public void shouldServeReadersAndWritersMeanwhile() throws Exception {
    fixture.stores().create("other", "other", BlobStoreLimits.NONE);
    ContentStore old = fixture.content("files");
    for (int i = 0; i < FILES; i++) {
      put(old, "file/" + i, KilledWriter.text("file/" + i));
    }
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(6);
    List<Future<Integer>> clients = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      int number = i;
      clients.add(
          threads.submit(() -> number < 3 ? read(old, over) : overwrite(old, number, over)));
    }
    // The requests that began before go on in the old store, as those of an old snapshot do.
    ContentMove move = new ContentMove(fixture.database(), fixture.stores());
    ContentStore moved = fixture.contents().of("files", "other");
    move.into("other", "files", (done, total) -> {});
    over.set(true);
    int done = 0;
    for (Future<Integer> client : clients) {
      done += client.get();
    }
    threads.shutdown();
    assertThat(done).isGreaterThan(100);
    move.into("other", "files", (at, total) -> {});

    List<Asset> assets = moved.list(AssetPath.ROOT, Cursor.START, 10_000).items();
    assertThat(assets).hasSizeGreaterThanOrEqualTo(FILES);
    for (Asset asset : assets) {
      assertThat(asset.blob().store()).isEqualTo("other");
      String path = asset.path().value();
      assertThat(text(moved, path)).isEqualTo(KilledWriter.text(path));
    }
  }

  @Test
  public void shouldGoOnWithAMoveThatAKillCutOff() throws Exception {
    Path data = fixture.data().resolve("killed");
    List<String> acknowledged = new ArrayList<>();
    try (ContentFixture.Opened opened = new ContentFixture.Opened(data)) {
      opened.stores().create("other", "other", BlobStoreLimits.NONE);
      ContentStore content = opened.contents().of("files", "default");
      for (int i = 0; i < FILES; i++) {
        String path = "file/" + i;
        put(content, path, KilledWriter.text(path));
        acknowledged.add(path);
      }
    }
    int moved = 0;
    for (int round = 1; round <= 2; round++) {
      acknowledged.addAll(killAfter(data, "round" + round, 30));
      try (ContentFixture.Opened opened = new ContentFixture.Opened(data)) {
        ContentStore content = opened.contents().of("files", "other");
        int there = 0;
        for (String path : acknowledged) {
          assertThat(text(content, path)).isEqualTo(KilledWriter.text(path));
          there +=
              content.find(AssetPath.of(path)).orElseThrow().blob().store().equals("other")
                      && path.startsWith("file/")
                  ? 1
                  : 0;
        }
        assertThat(there).as("of a move that goes on").isBetween(moved, FILES - 1);
        moved = there;
      }
    }
    assertThat(moved).isPositive();
    try (ContentFixture.Opened opened = new ContentFixture.Opened(data)) {
      new ContentMove(opened.database(), opened.stores())
          .into("other", "files", (done, total) -> {});
      ContentStore content = opened.contents().of("files", "other");
      for (Asset asset : content.list(AssetPath.ROOT, Cursor.START, 10_000).items()) {
        assertThat(asset.blob().store()).isEqualTo("other");
        String path = asset.path().value();
        assertThat(text(content, path)).isEqualTo(KilledWriter.text(path));
      }
      for (String wrong : KeptCountersTest.WRONG) {
        long count =
            opened
                .database()
                .read(
                    handle ->
                        handle.createQuery(wrong).map((row, context) -> row.getLong(1)).one());
        assertThat(count).as(wrong).isZero();
      }
    }
  }

  private static int read(ContentStore content, AtomicBoolean over) throws IOException {
    Random random = new Random(3);
    int done = 0;
    while (!over.get()) {
      String path = "file/" + random.nextInt(FILES);
      assertThat(text(content, path)).isEqualTo(KilledWriter.text(path));
      done++;
    }
    return done;
  }

  private static int overwrite(ContentStore content, int number, AtomicBoolean over)
      throws IOException {
    int done = 0;
    while (!over.get()) {
      String path = done % 2 == 0 ? "file/" + (done * 7 + number) % FILES : number + "/" + done;
      put(content, path, KilledWriter.text(path));
      done++;
    }
    return done;
  }

  /** Kills the mover after so many steps of its move; gives what it had acknowledged. */
  private static List<String> killAfter(Path data, String round, int steps) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledMover.class.getName(),
                data.toString(),
                round)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> acknowledged = new ArrayList<>();
    try (BufferedReader output = process.inputReader()) {
      int moved = 0;
      while (moved < steps) {
        String line = output.readLine();
        assertThat(line).as("the mover ended by itself").isNotNull().isNotEqualTo("ended");
        moved += line.equals("moved") ? 1 : 0;
        acknowledged.add(line);
      }
      assertThat(process.toHandle().destroyForcibly()).isTrue(); // leaves its output to be read
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        acknowledged.add(line);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    // The last line may have been cut off with the process.
    acknowledged.remove(acknowledged.size() - 1);
    acknowledged.removeIf(path -> !path.matches(round + "/[0-9]+"));
    return acknowledged;
  }
}
