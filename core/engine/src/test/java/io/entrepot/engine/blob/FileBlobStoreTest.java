package io.entrepot.engine.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.spi.blob.BlobInfo;
import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.blob.Staged;
import io.entrepot.spi.blob.StorageFullException;
import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.page.Cursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FileBlobStoreTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final RecordingDisk disk = new RecordingDisk();
  private Path root;
  private FileBlobStore store;

  @Before
  public void open() throws IOException {
    root = folder.getRoot().toPath().resolve("store");
    store = new FileBlobStore(root, disk);
  }

  @After
  public void close() throws IOException {
    store.close();
  }

  @Test
  public void shouldMakeFileThenPlaceDurableBeforeItIsFinished() throws IOException {
    disk.steps.clear();
    finish("hello");
    assertThat(disk.steps)
        .containsExactly(
            "sync upload",
            "make folder fan-out",
            "sync folder blobs",
            "move upload to blob",
            "sync folder fan-out");
    disk.steps.clear();
    finish("hello");
    assertThat(disk.steps)
        .containsExactly("sync upload", "move upload to blob", "sync folder fan-out");
  }

  @Test
  public void shouldNameFilesByTheirChecksum() throws IOException {
    Staged staged = finish("hello");
    String sha256 = staged.sha256().hex();
    assertThat(staged.id().value()).startsWith(sha256 + ".");
    assertThat(root.resolve("blobs").resolve(sha256.substring(0, 2)).resolve(staged.id().value()))
        .hasContent("hello");
  }

  @Test
  public void shouldKeepNothingOfAnUploadThatCannotBeMadeDurable() throws IOException {
    for (String failing :
        List.of("sync upload", "sync folder blobs", "move upload to blob", "sync folder fan-out")) {
      disk.failing = failing;
      try (BlobUpload upload = upload("text of " + failing)) {
        assertThatThrownBy(upload::finish).hasMessage("injected: " + failing);
        disk.failing = "";
        assertThatThrownBy(upload::finish).hasMessageContaining("could not be made durable");
        assertThat(store.resume(upload.id())).isEmpty();
      }
      assertThat(store.list(Cursor.START).items()).as(failing).isEmpty();
      assertThat(files("uploads")).as(failing).isEmpty();
    }
    finish("text of sync folder blobs");
    assertThat(store.list(Cursor.START).items()).hasSize(1);
  }

  @Test
  public void shouldTakeBackAWriteThatBrokeOff() throws IOException {
    try (BlobUpload upload = upload("hello")) {
      disk.writable = 3;
      ByteBuffer more = bytes(", world");
      assertThatThrownBy(() -> upload.write(more)).isInstanceOf(StorageFullException.class);
      assertThat(more.remaining()).isEqualTo(7);
      assertThat(upload.size()).isEqualTo(5);
      assertThat(Files.size(root.resolve("uploads").resolve(upload.id()))).isEqualTo(5);
      disk.writable = Integer.MAX_VALUE;
      upload.write(more);
      Staged staged = upload.finish();
      assertThat(staged.sha256()).isEqualTo(finish("hello, world").sha256());
    }
  }

  @Test
  public void shouldNoticeAFullDisk() throws IOException {
    store.probe();
    disk.writable = 0;
    assertThatThrownBy(store::probe).hasMessageContaining("No space left");
    assertThat(files("uploads")).isEmpty();
  }

  @Test
  public void shouldRefuseAtOnceWhatCannotFit() throws IOException {
    disk.room = 100;
    assertThatThrownBy(() -> store.upload(UploadHint.none().sized(OptionalLong.of(101))))
        .isInstanceOf(StorageFullException.class)
        .hasMessageContaining(root.toString());
    store.upload(UploadHint.none().sized(OptionalLong.of(100))).cancel();
    assertThat(files("uploads")).isEmpty();
  }

  @Test
  public void shouldRemoveIdleUploadsAlone() throws IOException {
    Instant now = Instant.now();
    FileTime old = FileTime.from(now.minus(Duration.ofHours(25)));
    BlobUpload open = upload("open");
    String idle;
    String busy;
    try (BlobUpload one = upload("idle");
        BlobUpload other = upload("busy")) {
      idle = one.id();
      busy = other.id();
    }
    for (Path file : files("uploads")) {
      if (!file.getFileName().toString().equals(busy)) {
        Files.setLastModifiedTime(file, old);
      }
    }
    Files.setLastModifiedTime(Files.createFile(root.resolve("uploads/probe123")), old);

    assertThat(store.purgeUploads(now.minus(Duration.ofHours(24)))).isEqualTo(3);

    assertThat(store.resume(idle)).isEmpty();
    assertThat(store.resume(busy)).isPresent();
    open.write(bytes(" still"));
    assertThat(open.finish().size()).isEqualTo(10);
    open.close();
  }

  @Test
  public void shouldForgetUploadsThatNobodyCouldResume() throws IOException {
    BlobUpload upload = upload("the server died before it was let go of");
    FileBlobStore restarted = new FileBlobStore(root);
    assertThat(restarted.resume(upload.id())).isEmpty();
    assertThat(restarted.purgeUploads(Instant.now().plusSeconds(1))).isEqualTo(1);
    assertThat(files("uploads")).isEmpty();
    restarted.close();
  }

  @Test
  public void shouldRefuseAClientThatSawLess() throws IOException {
    try (BlobUpload first = upload("one")) {
      BlobUpload second = store.resume(first.id()).orElseThrow();
      first.write(bytes("two"));
      assertThat(second.size()).isEqualTo(3);
      assertThatThrownBy(() -> second.write(bytes("TWO"))).hasMessageContaining("in use");
      second.close();
      assertThat(first.finish().size()).isEqualTo(6);
    }
  }

  @Test
  public void shouldGiveOneOfManyTheSession() throws Exception {
    String id;
    try (BlobUpload upload = upload("start ")) {
      id = upload.id();
    }
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Callable<Boolean>> clients =
          Stream.<Callable<Boolean>>generate(() -> () -> append(id)).limit(16).toList();
      int done = 0;
      for (Future<Boolean> client : threads.invokeAll(clients)) {
        done += client.get() ? 1 : 0;
      }
      assertThat(done).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
    List<BlobInfo> blobs = store.list(Cursor.START).items();
    assertThat(blobs).hasSize(1);
    assertThat(blobs.get(0).id().value())
        .startsWith(finish("start " + "x".repeat(1000)).sha256().hex());
  }

  @Test
  public void shouldGoOnWithoutReadingAgainWhatItReadBefore() throws IOException {
    String id;
    try (BlobUpload upload = store.upload(UploadHint.none().digesting(DigestAlgorithm.SHA1))) {
      upload.write(bytes("hello"));
      id = upload.id();
    }
    // Had the upload been read again its checksum would be another one.
    Files.writeString(root.resolve("uploads").resolve(id), "HELLO");
    try (BlobUpload upload = store.resume(id).orElseThrow()) {
      upload.write(bytes("!"));
      assertThat(upload.finish().sha256()).isEqualTo(finish("hello!").sha256());
    }
  }

  @Test
  public void shouldListInPages() throws IOException {
    for (int i = 0; i < 1_203; i++) {
      Path file = root.resolve(String.format("blobs/%02x/%1$02x%062x.%032x", i % 256, i, i));
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
    Files.createFile(root.resolve("blobs/00/stray"));
    Files.createFile(root.resolve("blobs/lost+found"));
    var first = store.list(Cursor.START);
    var second = store.list(first.next().orElseThrow());
    assertThat(first.items()).hasSize(1_000);
    assertThat(second.items()).hasSize(203);
    assertThat(second.next()).isEmpty();
    assertThat(Stream.concat(first.items().stream(), second.items().stream()).distinct())
        .hasSize(1_203);
  }

  private boolean append(String id) throws IOException {
    try (BlobUpload upload = store.resume(id).orElse(null)) {
      if (upload == null) {
        return false;
      }
      while (upload.size() < 1006) {
        upload.write(bytes("x"));
      }
      upload.finish();
      return true;
    } catch (IOException refused) {
      assertThat(refused).hasMessageContaining("upload " + id);
      return false;
    }
  }

  private BlobUpload upload(String text) throws IOException {
    BlobUpload upload = store.upload(UploadHint.none());
    upload.write(bytes(text));
    return upload;
  }

  private Staged finish(String text) throws IOException {
    try (BlobUpload upload = upload(text)) {
      return upload.finish();
    }
  }

  private List<Path> files(String below) throws IOException {
    try (Stream<Path> files = Files.list(root.resolve(below))) {
      return files.toList();
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
