package io.entrepot.engine.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.spi.blob.BlobId;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  private static final String LARGE = "0123456789".repeat(7_000);

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
  public void shouldMakeASmallFileDurableInItsPlace() throws IOException {
    disk.steps.clear();
    finish("hello");
    assertThat(disk.steps)
        .containsExactly(
            "make folder fan-out", "sync folder blobs", "sync blob", "sync folder fan-out");
    disk.steps.clear();
    finish("hello");
    assertThat(disk.steps).containsExactly("sync blob", "sync folder fan-out");
    assertThat(files("uploads")).isEmpty();
  }

  @Test
  public void shouldMakeFileThenPlaceDurableBeforeItIsFinished() throws IOException {
    disk.steps.clear();
    finish(LARGE);
    assertThat(disk.steps)
        .containsExactly(
            "sync upload",
            "make folder fan-out",
            "sync folder blobs",
            "move upload to blob",
            "sync folder fan-out");
    disk.steps.clear();
    finish(LARGE);
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
    keepNothing(LARGE, "sync upload", "sync folder blobs", "move upload to blob");
    keepNothing(LARGE, "sync folder fan-out");
  }

  @Test
  public void shouldKeepNothingOfASmallUploadThatCannotBeMadeDurable() throws IOException {
    keepNothing("small", "sync folder blobs", "sync blob", "sync folder fan-out");
    disk.writable = 3;
    try (BlobUpload upload = upload("small")) {
      assertThatThrownBy(upload::finish).isInstanceOf(StorageFullException.class);
    }
    assertThat(store.list(Cursor.START).items()).isEmpty();
  }

  private void keepNothing(String text, String... steps) throws IOException {
    for (String failing : steps) {
      disk.failing = failing;
      try (BlobUpload upload = upload(failing + " of " + text)) {
        assertThatThrownBy(upload::finish).hasMessage("injected: " + failing);
        disk.failing = "";
        assertThatThrownBy(upload::finish).hasMessageContaining("could not be made durable");
        assertThat(store.resume(upload.id())).isEmpty();
      }
      assertThat(store.list(Cursor.START).items()).as(failing).isEmpty();
      assertThat(files("uploads")).as(failing).isEmpty();
    }
    BlobId kept = finish(steps[0] + " of " + text).id();
    assertThat(store.list(Cursor.START).items()).extracting(BlobInfo::id).containsExactly(kept);
    store.delete(kept);
  }

  @Test
  public void shouldMakeAFileOfASmallUploadThatIsLetGoOf() throws IOException {
    BlobUpload upload = upload("hello");
    assertThat(files("uploads")).isEmpty();
    ByteBuffer read = ByteBuffer.allocate(3);
    assertThat(upload.read(1, read)).isEqualTo(3);
    assertThat(new String(read.array(), StandardCharsets.UTF_8)).isEqualTo("ell");
    upload.close();
    assertThat(root.resolve("uploads").resolve(upload.id())).hasContent("hello");
    try (BlobUpload again = store.resume(upload.id()).orElseThrow()) {
      again.write(bytes(LARGE));
      assertThat(again.finish().sha256()).isEqualTo(finish("hello" + LARGE).sha256());
    }
  }

  @Test
  public void shouldKeepNoMoreThanSomeSmallUploadsInMemory() throws IOException {
    List<BlobUpload> uploads = new ArrayList<>();
    for (int i = 0; i < SmallUploads.MOST + 3; i++) {
      uploads.add(upload("small"));
    }
    assertThat(files("uploads")).hasSize(3);

    for (BlobUpload upload : uploads) {
      upload.cancel();
    }
    assertThat(files("uploads")).isEmpty();
    finish("hello");
    try (BlobUpload upload = upload("small")) {
      assertThat(files("uploads")).isEmpty();
      upload.cancel();
    }
  }

  @Test
  public void shouldMakeAFileOfASmallUploadThatGrows() throws IOException {
    try (BlobUpload upload = upload("hello")) {
      disk.writable = 3;
      assertThatThrownBy(() -> upload.write(bytes(LARGE))).isInstanceOf(StorageFullException.class);
      assertThat(files("uploads")).isEmpty();
      disk.writable = Integer.MAX_VALUE;
      upload.write(bytes(LARGE));
      upload.write(bytes("!"));
      assertThat(upload.finish().sha256()).isEqualTo(finish("hello" + LARGE + "!").sha256());
    }
  }

  @Test
  public void shouldWriteALargeUploadToTheDiskWhileItComes() throws IOException {
    disk.steps.clear();
    try (BlobUpload upload = store.upload(UploadHint.none())) {
      upload.write(ByteBuffer.allocate((int) WriteBack.STEP));
      upload.finish();
    }
    assertThat(disk.steps).startsWith("sync upload", "sync upload");
  }

  @Test
  public void shouldKeepNothingOfAnUploadOfWhichBytesWereLostWhileItCame() throws IOException {
    disk.failing = "sync upload";
    BlobUpload upload = store.upload(UploadHint.none());
    upload.write(ByteBuffer.allocate((int) WriteBack.STEP));
    upload.close();
    disk.failing = "";
    try (BlobUpload resumed = store.resume(upload.id()).orElseThrow()) {
      assertThatThrownBy(resumed::finish).hasMessage("injected: sync upload");
    }
    assertThat(store.list(Cursor.START).items()).isEmpty();
    assertThat(files("uploads")).isEmpty();
  }

  @Test
  public void shouldTakeBackAWriteThatBrokeOff() throws IOException {
    try (BlobUpload upload = upload(LARGE)) {
      disk.writable = 3;
      ByteBuffer more = bytes(", world");
      assertThatThrownBy(() -> upload.write(more)).isInstanceOf(StorageFullException.class);
      assertThat(more.remaining()).isEqualTo(7);
      assertThat(upload.size()).isEqualTo(LARGE.length());
      assertThat(Files.size(root.resolve("uploads").resolve(upload.id())))
          .isEqualTo(LARGE.length());
      disk.writable = Integer.MAX_VALUE;
      upload.write(more);
      Staged staged = upload.finish();
      assertThat(staged.sha256()).isEqualTo(finish(LARGE + ", world").sha256());
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
  public void shouldCountWhatOthersAnnouncedAndHaveNotWritten() throws IOException {
    disk.room = 1_000_000;
    UploadHint large = UploadHint.none().sized(OptionalLong.of(600_000));
    BlobUpload first = store.upload(large);
    assertThatThrownBy(() -> store.upload(large)).isInstanceOf(StorageFullException.class);
    try (BlobUpload other = store.upload(UploadHint.none())) {
      assertThatThrownBy(() -> other.expect(401_000)).isInstanceOf(StorageFullException.class);
      other.expect(400_000);
      assertThatThrownBy(() -> store.upload(UploadHint.none().sized(OptionalLong.of(1_000))))
          .isInstanceOf(StorageFullException.class);
      other.expect(1_000);
    }
    // What is written is announced no longer: it is the disk's to count.
    first.write(ByteBuffer.allocate(500_000));
    store.upload(UploadHint.none().sized(OptionalLong.of(900_000))).cancel();
    // Whoever went away announces nothing, until he comes back.
    first.close();
    store.upload(UploadHint.none().sized(OptionalLong.of(1_000_000))).cancel();
    try (BlobUpload again = store.resume(first.id()).orElseThrow()) {
      again.expect(700_000);
      assertThatThrownBy(() -> store.upload(large)).isInstanceOf(StorageFullException.class);
    }
  }

  @Test
  public void shouldLeaveTheReserveToOthers() throws IOException {
    disk.room = 4 << 20;
    FileBlobStore kept =
        new FileBlobStore(
            root.resolveSibling("kept"),
            disk,
            Space.of(folder.getRoot().toPath(), 2 << 20, disk),
            Room.Limit.NONE,
            Optional.empty());
    try (BlobUpload upload = kept.upload(UploadHint.none())) {
      upload.write(ByteBuffer.allocate(1000));
      disk.room = (2 << 20) + 500;
      // Room for a mebibyte was taken with the first write; behind that it is asked for anew.
      upload.write(ByteBuffer.allocate(1 << 20));
      assertThatThrownBy(() -> upload.write(ByteBuffer.allocate(1000)))
          .isInstanceOf(StorageFullException.class);
      disk.room = (2 << 20) - 1;
      assertThatThrownBy(() -> kept.upload(UploadHint.none()))
          .isInstanceOf(StorageFullException.class)
          .hasMessageContaining("kept in reserve");
      assertThatThrownBy(kept::probe).hasMessageContaining("kept in reserve");
      disk.room = 3 << 20;
      kept.probe();
      upload.write(ByteBuffer.allocate(1000));
    }
    kept.close();
  }

  @Test
  public void shouldKeepNoSessionThatCannotBeNoted() throws IOException {
    BlobUpload upload = upload("hello");
    disk.failing = "move upload.session.new to upload.session";
    assertThatThrownBy(upload::close).hasMessageStartingWith("injected");
    assertThat(files("uploads")).isEmpty();
    disk.failing = "";
    assertThat(store.resume(upload.id())).isEmpty();
  }

  @Test
  public void shouldKeepAnUploadAsLongAsItsLeaseLastsAlsoAcrossARestart() throws IOException {
    Instant now = Instant.now();
    String id;
    try (BlobUpload upload = upload("begun ")) {
      id = upload.id();
    }
    aged(Duration.ofHours(23));
    store.close();
    store = new FileBlobStore(root, disk);
    assertThat(store.purgeUploads(now.minus(Duration.ofHours(24)))).isZero();
    try (BlobUpload again = store.resume(id).orElseThrow()) {
      again.write(bytes("and gone on with"));
      // In somebody's hands it stays, however long that takes.
      aged(Duration.ofDays(30));
      assertThat(store.purgeUploads(now.minus(Duration.ofHours(24)))).isZero();
      again.write(bytes(" and on"));
    }
    // Each write begins the lease anew, and the note's age does not count.
    Files.setLastModifiedTime(
        root.resolve("uploads").resolve(id + ".session"),
        FileTime.from(now.minus(Duration.ofDays(30))));
    store.close();
    store = new FileBlobStore(root, disk);
    assertThat(store.purgeUploads(now.minus(Duration.ofHours(24)))).isZero();
    try (BlobUpload last = store.resume(id).orElseThrow()) {
      assertThat(last.finish().sha256())
          .isEqualTo(finish("begun and gone on with and on").sha256());
    }
    aged(Duration.ofHours(25));
    assertThat(files("uploads")).isEmpty();
  }

  private void aged(Duration age) throws IOException {
    for (Path file : files("uploads")) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }
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
    BlobUpload upload = upload("the server died before it was let go of" + LARGE);
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
    assertThat(first.items()).hasSizeBetween(1_000, 1_005);
    assertThat(second.items()).hasSize(1_203 - first.items().size());
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
