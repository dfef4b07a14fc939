package io.entrepot.engine.blob;

import static io.entrepot.engine.blob.FileSystemSyncs.MANY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import io.entrepot.engine.database.Database;
import io.entrepot.spi.blob.BlobId;
import io.entrepot.testkit.TestBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FileSystemSyncsTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final RecordingDisk disk = new RecordingDisk();
  private final List<BlobId> blobs = new ArrayList<>();
  private Path home;
  private Database database;
  private FileLayout layout;
  private FreshBlobs fresh;
  private int count;

  @Before
  public void open() throws IOException {
    home = folder.getRoot().toPath().resolve("blobs");
    database = new Database(folder.getRoot().toPath().resolve("database"));
    new BlobStores(database, home, Clock.systemUTC()).close();
    layout = new FileLayout(home.resolve("default"), disk);
    fresh = new FreshBlobs(database);
  }

  @After
  public void close() throws IOException {
    fresh.close();
    database.close();
  }

  @Test
  public void shouldAskTheFileSystemOnceForManyFiles() throws IOException {
    openFileSystem();
    commit(layout, MANY);
    fresh.settle();
    assertThat(disk.steps).containsExactly("sync file system 1");
    assertThat(kept()).isZero();
    fresh.settle();
    assertThat(disk.steps).as("nothing is left").containsExactly("sync file system 1");
  }

  @Test
  public void shouldLeaveOthersBytesAloneForAFewFiles() throws IOException {
    openFileSystem();
    commit(layout, MANY - 1);
    fresh.settle();
    assertThat(disk.steps).doesNotContain("sync file system 1").contains("sync blob");
    assertThat(kept()).isZero();
  }

  @Test
  public void shouldNotOpenTheFileSystemForAFewFiles() throws IOException {
    commit(layout, MANY - 1);
    fresh.settle();
    commit(layout, MANY - 1);
    fresh.settle();
    assertThat(disk.steps).doesNotContain("open file system");
  }

  @Test
  public void shouldNotHaveAFileSystemAnswerForWhatWasWrittenBeforeItWasOpened()
      throws IOException {
    commit(layout, MANY);
    disk.steps.clear();
    disk.watcher =
        step -> {
          if (step.equals("sync folder fan-out")) {
            disk.watcher = other -> {};
            commit(layout, MANY);
          }
        };
    fresh.settle();
    assertThat(disk.steps).startsWith("open file system").doesNotContain("sync file system 1");
    assertThat(disk.steps.stream().filter("sync blob"::equals)).hasSize(MANY);
    disk.steps.clear();
    fresh.settle();
    assertThat(disk.steps).as("what came after it").containsExactly("sync file system 1");
  }

  @Test
  public void shouldRemoveLinesOnlyWhenTheFileSystemIsDurable() throws IOException {
    openFileSystem();
    commit(layout, MANY);
    List<Long> lines = new ArrayList<>();
    disk.watcher =
        step -> {
          disk.watcher = other -> {};
          lines.add(kept());
          commit(layout, 1);
        };
    fresh.settle();
    assertThat(lines).containsExactly((long) MANY);
    assertThat(kept()).as("what came meanwhile stays").isEqualTo(1);
  }

  @Test
  public void shouldWriteAllAgainWhenAnyMayBeLost() throws IOException {
    openFileSystem();
    commit(layout, MANY);
    for (BlobId blob : blobs) {
      Files.writeString(layout.blob(blob), "what a failed write may leave");
    }
    disk.failing = "sync file system 1";
    List<Long> lines = new ArrayList<>();
    disk.watcher =
        step -> {
          if (step.equals("sync upload")) {
            lines.add(kept());
          }
        };
    fresh.settle();
    assertThat(lines).hasSize(MANY).containsOnly((long) MANY);
    assertThat(fresh.problem(layout)).isEmpty();
    assertThat(kept()).isZero();
    for (BlobId blob : blobs) {
      assertThat(Files.readString(layout.blob(blob))).startsWith("blob ");
    }
  }

  @Test
  public void shouldKeepTheBytesUntilAllAreWrittenAgain() throws IOException {
    openFileSystem();
    commit(layout, MANY);
    disk.failing = "sync file system 1";
    disk.watcher =
        step -> {
          if (step.equals("sync upload")) {
            throw new IOException("no better: " + step);
          }
        };
    fresh.settle();
    assertThat(fresh.problem(layout)).hasValueSatisfying(why -> assertThat(why).contains("better"));
    assertThat(kept()).isEqualTo(MANY);
    disk.failing = "";
    disk.watcher = step -> {};
    disk.steps.clear();
    fresh.settle();
    assertThat(disk.steps.stream().filter("sync upload"::equals))
        .as("a call that succeeds after one that failed tells nothing of what that lost")
        .hasSize(MANY);
    assertThat(fresh.problem(layout)).isEmpty();
    assertThat(kept()).isZero();
    for (BlobId blob : blobs) {
      assertThat(Files.readString(layout.blob(blob))).startsWith("blob ");
    }
  }

  @Test
  public void shouldGoOnFileByFileWhereThereIsNoSuchCall() throws IOException {
    disk.failing = "open file system";
    commit(layout, MANY);
    fresh.settle();
    assertThat(disk.steps.stream().filter("open file system"::equals)).hasSize(1);
    assertThat(fresh.problem(layout)).isEmpty();
    assertThat(kept()).isZero();
    disk.steps.clear();
    commit(layout, MANY);
    fresh.settle();
    assertThat(disk.steps).doesNotContain("open file system", "sync file system 1");
    assertThat(disk.steps.stream().filter("sync blob"::equals)).hasSize(MANY);
    assertThat(kept()).isZero();
  }

  @Test
  public void shouldAskOnceForTheStoresOfAFileSystem() throws IOException {
    FileLayout other = new FileLayout(home.resolve("other"), disk);
    RecordingDisk second = new RecordingDisk();
    second.device = 2;
    FileLayout elsewhere = new FileLayout(home.resolve("elsewhere"), second);
    commit(layout, MANY);
    commit(other, MANY);
    commit(elsewhere, MANY);
    fresh.settle();
    disk.steps.clear();
    second.steps.clear();
    commit(layout, MANY / 2);
    commit(other, MANY / 2);
    commit(elsewhere, MANY);
    fresh.settle();
    assertThat(disk.steps).containsExactly("sync file system 1");
    assertThat(second.steps).containsExactly("sync file system 2");
    assertThat(kept()).isZero();
  }

  @Test
  public void shouldNotAskAFileSystemThatIsCoveredByAnother() throws IOException {
    openFileSystem();
    commit(layout, MANY);
    disk.device = 2;
    fresh.settle();
    assertThat(disk.steps).startsWith("open file system").contains("sync blob");
    assertThat(disk.steps).doesNotContain("sync file system 1", "sync file system 2");
    disk.steps.clear();
    commit(layout, MANY);
    fresh.settle();
    assertThat(disk.steps).containsExactly("sync file system 2");
    assertThat(kept()).isZero();
  }

  @Test
  public void shouldNotHoldTheFileSystemOfAStoreThatGoes() throws IOException {
    assumeTrue(System.getProperty("os.name").equals("Linux"));
    disk.callsSystem = true;
    FileLayout other = new FileLayout(home.resolve("other"), disk);
    openFileSystem();
    commit(other, MANY);
    fresh.settle();
    commit(layout, MANY);
    fresh.settle();
    assertThat(disk.steps).contains("sync file system 1");
    assertThat(Descriptors.of(layout.blobs())).isEqualTo(1);
    fresh.forget(layout);
    assertThat(Descriptors.of(layout.blobs())).as("the other store's too").isEqualTo(1);
    fresh.forget(other);
    assertThat(Descriptors.of(layout.blobs())).isZero();
  }

  @Test
  public void shouldHaveThemAllDurableAtTheEnd() throws IOException {
    assumeTrue(System.getProperty("os.name").equals("Linux"));
    disk.callsSystem = true;
    openFileSystem();
    commit(layout, MANY);
    fresh.close();
    assertThat(disk.steps).containsExactly("sync file system 1");
    assertThat(kept()).isZero();
    assertThat(Descriptors.of(layout.blobs())).isZero();
  }

  /** Has a round that is large, and whose files are all durable. */
  private void openFileSystem() throws IOException {
    commit(layout, MANY);
    fresh.settle();
    assertThat(kept()).isZero();
    // All folders are there, and what happens then is told apart from what happened before.
    disk.steps.clear();
    blobs.clear();
  }

  private void commit(FileLayout store, int many) throws IOException {
    List<BlobId> written = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      String text = "blob " + count++;
      // All in one folder.
      String digest = "00" + TestBytes.sha256(text).hex().substring(2);
      BlobId blob = new BlobId(digest + "." + "0".repeat(32));
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      assertThat(fresh.write(store, blob, bytes)).isTrue();
      written.add(blob);
    }
    database.write(
        handle -> {
          written.forEach(blob -> fresh.keep(handle, "default", blob));
          return written;
        });
    blobs.addAll(written);
  }

  private long kept() throws IOException {
    return database.read(
        handle -> handle.select("SELECT count(*) FROM fresh_blob").mapTo(Long.class).one());
  }
}
