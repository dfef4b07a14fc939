package io.entrepot.engine.blob;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.database.Database;
import io.entrepot.spi.blob.BlobId;
import io.entrepot.spi.blob.ByteRange;
import io.entrepot.testkit.TestBytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FreshBlobsTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final RecordingDisk disk = new RecordingDisk();
  private Path home;
  private Database database;
  private FileLayout layout;
  private FreshBlobs fresh;

  @Before
  public void open() throws IOException {
    home = folder.getRoot().toPath().resolve("blobs");
    database = new Database(folder.getRoot().toPath().resolve("database"));
    new BlobStores(database, home, Clock.systemUTC()).close();
    layout = new FileLayout(home.resolve("default"), disk);
    fresh = new FreshBlobs(database);
    disk.steps.clear();
  }

  @After
  public void close() throws IOException {
    fresh.close();
    database.close();
  }

  @Test
  public void shouldHaveTheDatabaseKeepBytesInsteadOfWaitingForTheFile() throws IOException {
    BlobId blob = commit("hello");
    assertThat(disk.steps).containsExactly("make folder fan-out", "sync folder blobs");
    assertThat(kept()).isEqualTo(1);
    assertThat(layout.blob(blob)).hasContent("hello");
  }

  @Test
  public void shouldMakeUpForTheFsyncsAndThenForgetTheBytes() throws IOException {
    commit("one");
    commit("two");
    disk.steps.clear();
    fresh.settle();
    assertThat(disk.steps)
        .containsExactlyInAnyOrder(
            "sync blob", "sync blob", "sync folder fan-out", "sync folder fan-out")
        .startsWith("sync blob", "sync blob");
    assertThat(kept()).isZero();
    disk.steps.clear();
    fresh.settle();
    assertThat(disk.steps).isEmpty();
  }

  @Test
  public void shouldKeepBytesOfAFileThatBecameDurableBeforeItsCommit() throws IOException {
    BlobId blob = write("early");
    fresh.settle();
    name(blob);
    assertThat(kept()).as("nothing depends on the database").isZero();
    assertThat(layout.blob(blob)).hasContent("early");
  }

  @Test
  public void shouldKeepLinesThatCameAfterARoundBegan() throws IOException {
    commit("before");
    disk.watcher =
        step -> {
          disk.watcher = other -> {};
          commit("while");
        };
    fresh.settle();
    assertThat(kept()).isEqualTo(1);
    fresh.settle();
    assertThat(kept()).isZero();
  }

  @Test
  public void shouldWriteAgainWhatAPowerCutTook() throws IOException {
    BlobId gone = commit("gone with the folder");
    BlobId cut = commit("cut short");
    BlobId zeros = commit("zeros");
    BlobId whole = commit("whole");
    Files.delete(layout.blob(gone));
    Files.writeString(layout.blob(cut), "cut");
    Files.write(layout.blob(zeros), new byte[5]);
    try (BlobStores stores = new BlobStores(database, home, Clock.systemUTC())) {
      assertThat(read(stores, gone)).isEqualTo("gone with the folder");
      assertThat(read(stores, cut)).isEqualTo("cut short");
      assertThat(read(stores, zeros)).isEqualTo("zeros");
      assertThat(read(stores, whole)).isEqualTo("whole");
      assertThat(kept()).isZero();
    }
  }

  @Test
  public void shouldMakeDurableWhatItFindsAtTheStart() throws IOException {
    BlobId whole = commit("whole");
    disk.steps.clear();
    new FreshBlobs(database).begin(store -> Optional.of(layout));
    assertThat(disk.steps).containsExactly("sync blob", "sync folder fan-out");
    assertThat(layout.blob(whole)).hasContent("whole");
  }

  @Test
  public void shouldStartAlthoughADiskFailsAndTryAtTheNextStart() throws IOException {
    BlobId blob = commit("later");
    Files.delete(layout.blob(blob));
    disk.failing = "sync blob";
    FreshBlobs failing = new FreshBlobs(database);
    failing.begin(store -> Optional.of(layout));
    failing.close();
    assertThat(kept()).isEqualTo(1);
    disk.failing = "";
    FreshBlobs again = new FreshBlobs(database);
    again.begin(store -> Optional.of(layout));
    again.close();
    assertThat(kept()).isZero();
    assertThat(layout.blob(blob)).hasContent("later");
  }

  @Test
  public void shouldNotBringBackWhatIsNoBlobAnyMore() throws IOException {
    BlobId blob = commit("collected");
    database.write(handle -> handle.execute("DELETE FROM blob WHERE name = ?", blob.value()));
    Files.delete(layout.blob(blob));
    new BlobStores(database, home, Clock.systemUTC()).close();
    assertThat(layout.blob(blob)).doesNotExist();
    assertThat(kept()).isZero();
  }

  @Test
  public void shouldKeepTheBytesOfAStoreThatIsNotThere() throws IOException {
    BlobId blob = commit("elsewhere");
    Path store = home.resolve("default");
    Path away = home.resolveSibling("unmounted");
    Files.move(store, away);
    database.write(handle -> handle.execute("UPDATE blob_store SET blobs = 1"));
    try (BlobStores stores = new BlobStores(database, home, Clock.systemUTC())) {
      assertThat(stores.problem("default")).isPresent();
    }
    assertThat(kept()).isEqualTo(1);
    FreshBlobs others = new FreshBlobs(database);
    others.begin(name -> Optional.empty());
    FileLayout other = new FileLayout(home.resolve("other"), disk);
    BlobId there = id("there");
    assertThat(others.write(other, there, bytes("there"))).isTrue();
    database.write(
        handle -> {
          others.keep(handle, "other", there);
          return null;
        });
    others.close();
    assertThat(kept()).as("only what was made durable is forgotten").isEqualTo(1);
    Files.move(away, store);
    Files.delete(layout.blob(blob));
    try (BlobStores stores = new BlobStores(database, home, Clock.systemUTC())) {
      assertThat(read(stores, blob)).isEqualTo("elsewhere");
    }
  }

  @Test
  public void shouldWriteAgainWhatAnFsyncLost() throws IOException {
    BlobId blob = commit("lost");
    Files.writeString(layout.blob(blob), "what a failed fsync may leave");
    disk.watcher =
        step -> {
          disk.watcher = other -> {};
          throw new IOException("injected, once");
        };
    fresh.settle();
    assertThat(layout.blob(blob)).hasContent("lost");
    assertThat(kept()).isZero();
    assertThat(fresh.problem(layout)).isEmpty();
  }

  @Test
  public void shouldKeepTheBytesAsLongAsTheDiskFails() throws IOException {
    BlobId blob = commit("patient");
    disk.watcher =
        step -> {
          if (step.equals("sync blob") || step.equals("sync upload")) {
            throw new IOException("injected: " + step);
          }
        };
    fresh.settle();
    assertThat(fresh.problem(layout))
        .hasValueSatisfying(why -> assertThat(why).contains("injected"));
    assertThat(kept()).isEqualTo(1);
    assertThat(layout.blob(blob)).as("meanwhile").hasContent("patient");
    fresh.settle();
    assertThat(layout.blob(blob)).as("meanwhile").hasContent("patient");
    assertThat(kept()).isEqualTo(1);
    disk.watcher = step -> {};
    fresh.settle();
    assertThat(fresh.problem(layout)).isEmpty();
    assertThat(kept()).isZero();
    assertThat(layout.blob(blob)).hasContent("patient");
  }

  @Test
  public void shouldWriteAgainWhatIsInAFolderThatFails() throws IOException {
    BlobId blob = commit("folder");
    disk.failing = "sync folder fan-out";
    fresh.settle();
    assertThat(kept()).isEqualTo(1);
    disk.failing = "";
    disk.steps.clear();
    fresh.settle();
    assertThat(disk.steps)
        .as("the file anew, with its folder, and the round's folder")
        .containsExactly(
            "sync upload", "move upload to blob", "sync folder fan-out", "sync folder fan-out");
    assertThat(kept()).isZero();
    assertThat(layout.blob(blob)).hasContent("folder");
  }

  @Test
  public void shouldNotMakeDurableWhatWasDeleted() throws IOException {
    BlobId blob = write("surplus");
    fresh.forget(blob);
    disk.delete(layout.blob(blob));
    disk.steps.clear();
    fresh.settle();
    assertThat(disk.steps).isEmpty();
    assertThat(layout.blob(blob)).doesNotExist();
  }

  @Test
  public void shouldLeaveToOthersWhatIsLargeOrTooMuch() throws IOException {
    ByteBuffer large = ByteBuffer.allocate(FreshBlobs.LARGEST + 1);
    assertThat(fresh.write(layout, id("large"), large)).isFalse();
    assertThat(layout.blob(id("large"))).doesNotExist();
    CountDownLatch full = new CountDownLatch(1);
    disk.watcher =
        step -> {
          if (step.equals("sync blob")) {
            await(full);
          }
        };
    for (int i = 0; i < FreshBlobs.MOST; i++) {
      write("many " + i);
    }
    boolean more = fresh.write(layout, id("more"), bytes("more"));
    full.countDown();
    assertThat(more).isFalse();
    fresh.settle();
    assertThat(fresh.write(layout, id("more"), bytes("more"))).isTrue();
  }

  @Test
  public void shouldLeaveFilesToOpenToOthers() throws IOException {
    CountDownLatch full = new CountDownLatch(1);
    disk.watcher =
        step -> {
          if (step.equals("sync blob")) {
            await(full);
          }
        };
    try (FreshBlobs few = new FreshBlobs(database, 40)) {
      int fitting = 0;
      while (few.write(layout, id("few " + fitting), bytes("few"))) {
        fitting++;
      }
      full.countDown();
      assertThat(fitting).isEqualTo(10);
    }
  }

  @Test
  public void shouldCountLargerFilesTwice() throws IOException {
    CountDownLatch full = new CountDownLatch(1);
    disk.watcher =
        step -> {
          if (step.equals("sync blob")) {
            await(full);
          }
        };
    int fitting = 0;
    while (fresh.write(layout, id("large " + fitting), ByteBuffer.allocate(FreshBlobs.USUAL + 1))) {
      fitting++;
    }
    full.countDown();
    assertThat(fitting).isEqualTo(FreshBlobs.MOST / 2);
    fresh.settle();
    for (int i = 0; i < FreshBlobs.MOST / 4; i++) {
      write("after " + i);
      assertThat(
              fresh.write(layout, id("large after " + i), ByteBuffer.allocate(FreshBlobs.LARGEST)))
          .isTrue();
    }
  }

  @Test
  public void shouldGoOnWithTheFilesOfOtherStores() throws IOException {
    RecordingDisk sound = new RecordingDisk();
    FileLayout other = new FileLayout(home.resolve("other"), sound);
    commit("on a bad disk");
    assertThat(fresh.write(other, id("on a good one"), bytes("on a good one"))).isTrue();
    disk.watcher =
        step -> {
          if (step.startsWith("sync ")) {
            throw new IOException("injected: " + step);
          }
        };
    fresh.settle();
    assertThat(sound.steps).contains("sync blob", "sync folder fan-out");
    assertThat(fresh.problem(layout)).isPresent();
    assertThat(fresh.problem(other)).isEmpty();
    assertThat(fresh.write(other, id("next"), bytes("next")))
        .as("the table does not grow as long as it cannot be emptied")
        .isFalse();
    sound.steps.clear();
    fresh.settle();
    assertThat(sound.steps).as("what is durable is done with").isEmpty();
    disk.watcher = step -> {};
    fresh.settle();
    assertThat(fresh.write(other, id("next"), bytes("next"))).isTrue();
    assertThat(kept()).isZero();
  }

  @Test
  public void shouldForgetTheFilesOfAStoreThatGoes() throws IOException {
    commit("going");
    fresh.forget(layout);
    disk.steps.clear();
    fresh.settle();
    assertThat(disk.steps).isEmpty();
    assertThat(kept()).isZero();
  }

  private BlobId commit(String text) throws IOException {
    BlobId blob = write(text);
    name(blob);
    return blob;
  }

  private BlobId write(String text) throws IOException {
    BlobId blob = id(text);
    assertThat(fresh.write(layout, blob, bytes(text))).isTrue();
    return blob;
  }

  private void name(BlobId blob) throws IOException {
    database.write(
        handle -> {
          handle.execute(
              "INSERT INTO blob (store, name, size, sha256, assets, created)"
                  + " VALUES ('default', ?, 0, ?, 1, 0)",
              blob.value(),
              blob.value().substring(0, 64));
          fresh.keep(handle, "default", blob);
          return null;
        });
  }

  private BlobId id(String text) {
    return new BlobId(
        TestBytes.sha256(text).hex()
            + "."
            + "%032x".formatted(Integer.toUnsignedLong(text.hashCode())));
  }

  private long kept() throws IOException {
    return database.read(
        handle -> handle.select("SELECT count(*) FROM fresh_blob").mapTo(Long.class).one());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String read(BlobStores stores, BlobId blob) throws IOException {
    long size = stores.store("default").find(blob).orElseThrow().size();
    try (InputStream in =
        Channels.newInputStream(stores.store("default").open(blob, ByteRange.all(size)))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
