package io.entrepot.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.spi.blob.BlobId;
import io.entrepot.spi.blob.BlobInfo;
import io.entrepot.spi.blob.BlobStore;
import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.ByteRange;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.blob.Staged;
import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** What every blob store does. */
public abstract class BlobStoreContract {

  /** The time, for stores that take one. */
  protected final TestClock clock = new TestClock();

  private BlobStore store;

  /** A store in which nothing is. */
  protected abstract BlobStore store() throws Exception;

  /**
   * The same store after a restart of the server. A store that outlives one overrides this: closes
   * the store, and opens it anew.
   */
  protected BlobStore restarted(BlobStore running) throws Exception {
    return running;
  }

  /** Opens the store. */
  @Before
  public final void open() throws Exception {
    store = store();
  }

  /** Closes the store. */
  @After
  public final void close() throws IOException {
    store.close();
  }

  @Test
  public void shouldGiveBackWhatCameIn() throws IOException {
    Staged staged = staged("hello");

    assertThat(staged.size()).isEqualTo(5);
    assertThat(staged.sha256()).isEqualTo(TestBytes.sha256("hello"));
    assertThat(read(staged.id(), ByteRange.all(5))).isEqualTo("hello");
  }

  @Test
  public void shouldTakeLargeContentInPieces() throws IOException {
    byte[] bytes = new byte[3_000_001];
    new Random(1).nextBytes(bytes);
    Staged staged;
    try (BlobUpload upload = store.upload(UploadHint.none().sized(OptionalLong.of(bytes.length)))) {
      int from = 0;
      for (int length = 1; from < bytes.length; length = length * 3 + 1) {
        ByteBuffer piece = piece(bytes, from, Math.min(length, bytes.length - from));
        from += piece.remaining();
        upload.write(piece);
        assertThat(piece.hasRemaining()).isFalse();
        assertThat(upload.size()).isEqualTo(from);
      }
      staged = upload.finish();
    }

    assertThat(staged.sha256()).isEqualTo(TestBytes.digest(DigestAlgorithm.SHA256, bytes));
    assertThat(bytes(staged.id(), ByteRange.all(bytes.length))).isEqualTo(bytes);
  }

  @Test
  public void shouldComputeTheChecksumsThatWereAskedFor() throws Exception {
    String id;
    try (BlobUpload upload =
        store.upload(UploadHint.none().digesting(DigestAlgorithm.SHA512, DigestAlgorithm.SHA1))) {
      upload.write(UTF_8.encode("hel"));
      id = upload.id();
    }
    store = restarted(store);
    Staged staged;
    try (BlobUpload upload = store.resume(id).orElseThrow()) {
      upload.write(UTF_8.encode("lo"));
      assertThat(upload.digest(DigestAlgorithm.MD5)).isEqualTo(digest(DigestAlgorithm.MD5));
      assertThat(upload.digest(DigestAlgorithm.SHA256)).isEqualTo(TestBytes.sha256("hello"));
      staged = upload.finish();
    }

    for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
      assertThat(staged.digest(algorithm)).contains(digest(algorithm));
    }
  }

  @Test
  public void shouldLetWhatCameSoFarBeRead() throws IOException {
    BlobUpload upload = store.upload(UploadHint.none());
    upload.write(UTF_8.encode("hello"));
    ByteBuffer some = ByteBuffer.allocate(3);
    ByteBuffer more = ByteBuffer.allocate(10);

    assertThat(upload.read(1, some)).isEqualTo(3);
    assertThat(UTF_8.decode(some.flip()).toString()).isEqualTo("ell");
    assertThat(upload.read(4, more)).isEqualTo(1);
    assertThat(upload.read(5, more)).isZero();
    assertThat(more.position()).isEqualTo(1);
    upload.cancel();
    assertThatIOException().isThrownBy(() -> upload.read(0, more.clear()));
  }

  @Test
  public void shouldTellTheChecksumOfWhatCameSoFar() throws IOException {
    try (BlobUpload upload = store.upload(UploadHint.none())) {
      upload.write(UTF_8.encode("hello"));
      assertThat(upload.digest(DigestAlgorithm.SHA256)).isEqualTo(TestBytes.sha256("hello"));
      upload.write(UTF_8.encode(", world"));

      assertThat(upload.finish().sha256()).isEqualTo(TestBytes.sha256("hello, world"));
    }
  }

  @Test
  public void shouldNameEachUploadAnew() throws IOException {
    Staged one = staged("same");
    Staged other = staged("same");

    assertThat(one.id()).isNotEqualTo(other.id());
    assertThat(store.delete(one.id())).isTrue();
    assertThat(read(other.id(), ByteRange.all(4))).isEqualTo("same");
  }

  @Test
  public void shouldReadRanges() throws IOException {
    BlobId id = staged("0123456789").id();

    assertThat(read(id, new ByteRange(0, 1))).isEqualTo("0");
    assertThat(read(id, new ByteRange(3, 4))).isEqualTo("3456");
    assertThat(read(id, new ByteRange(9, 1))).isEqualTo("9");
    assertThat(read(id, new ByteRange(10, 0))).isEmpty();
    assertThatThrownBy(() -> read(id, new ByteRange(9, 2))).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> read(id, new ByteRange(11, 0))).isInstanceOf(EOFException.class);
  }

  @Test
  public void shouldKeepEmptyContent() throws IOException {
    Staged staged = staged("");

    assertThat(staged.size()).isZero();
    assertThat(read(staged.id(), ByteRange.all(0))).isEmpty();
  }

  @Test
  public void shouldSayThatABlobIsNotThere() throws IOException {
    BlobId id = staged("gone").id();
    assertThat(store.delete(id)).isTrue();

    assertThat(store.delete(id)).isFalse();
    assertThat(store.find(id)).isEmpty();
    assertThatThrownBy(() -> read(id, ByteRange.all(4))).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> read(new BlobId("never-there"), ByteRange.all(1)))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(store.find(new BlobId("never-there"))).isEmpty();
    assertThat(store.delete(new BlobId("never-there"))).isFalse();
  }

  @Test
  public void shouldListFinishedBlobsOnly() throws Exception {
    List<BlobId> ids = new ArrayList<>();
    for (int i = 0; i < 205; i++) {
      ids.add(staged("number " + i).id());
    }
    try (BlobUpload upload = store.upload(UploadHint.none())) {
      upload.write(UTF_8.encode("unfinished"));
    }
    store.delete(ids.remove(7));
    store = restarted(store);

    List<BlobInfo> listed = listed();

    assertThat(listed).extracting(BlobInfo::id).containsExactlyInAnyOrderElementsOf(ids);
    for (BlobInfo info : listed) {
      assertThat(store.find(info.id())).contains(info);
      assertThat(info.size()).isBetween(8L, 10L);
    }
  }

  @Test
  public void shouldKeepBlobsOverARestart() throws Exception {
    BlobId id = staged("durable").id();

    store = restarted(store);

    assertThat(read(id, ByteRange.all(7))).isEqualTo("durable");
  }

  @Test
  public void shouldResumeASession() throws Exception {
    String id;
    try (BlobUpload upload = store.upload(UploadHint.none().labelled("library/app"))) {
      upload.write(UTF_8.encode("first, "));
      id = upload.id();
    }
    store = restarted(store);

    try (BlobUpload upload = store.resume(id).orElseThrow()) {
      assertThat(upload.id()).isEqualTo(id);
      assertThat(upload.label()).isEqualTo("library/app");
      assertThat(upload.size()).isEqualTo(7);
      upload.write(UTF_8.encode("second"));
      Staged staged = upload.finish();
      assertThat(staged.sha256()).isEqualTo(TestBytes.sha256("first, second"));
      assertThat(read(staged.id(), ByteRange.all(13))).isEqualTo("first, second");
    }
    assertThat(store.resume(id)).isEmpty();
  }

  @Test
  public void shouldLetWhoeverWritesFirstGoOn() throws IOException {
    try (BlobUpload lost = store.upload(UploadHint.none())) {
      lost.write(UTF_8.encode("one, "));
      try (BlobUpload resumed = store.resume(lost.id()).orElseThrow()) {
        resumed.write(UTF_8.encode("two"));

        assertThatThrownBy(() -> lost.write(UTF_8.encode("mixed up")))
            .isInstanceOf(IOException.class);
        assertThatThrownBy(lost::finish).isInstanceOf(IOException.class);
        assertThat(resumed.finish().sha256()).isEqualTo(TestBytes.sha256("one, two"));
      }
    }
  }

  @Test
  public void shouldForgetACancelledSession() throws IOException {
    try (BlobUpload upload = store.upload(UploadHint.none())) {
      upload.write(UTF_8.encode("never mind"));
      upload.cancel();
      upload.cancel();

      assertThat(store.resume(upload.id())).isEmpty();
      assertThatThrownBy(() -> upload.write(UTF_8.encode("more"))).isInstanceOf(IOException.class);
      assertThatThrownBy(upload::finish).isInstanceOf(IOException.class);
    }
    assertThat(listed()).isEmpty();
  }

  @Test
  public void shouldKeepABlobWhoseSessionIsCancelledAfterwards() throws IOException {
    Staged staged;
    try (BlobUpload upload = store.upload(UploadHint.none())) {
      upload.write(UTF_8.encode("kept"));
      staged = upload.finish();
      upload.cancel();
      assertThatThrownBy(() -> upload.write(UTF_8.encode("more"))).isInstanceOf(IOException.class);
    }

    assertThat(read(staged.id(), ByteRange.all(4))).isEqualTo("kept");
  }

  @Test
  public void shouldResumeNothingForOtherIds() throws IOException {
    for (String id : List.of("", ".", "..", "../a", "/etc/passwd", "a/b", "%", "a".repeat(1000))) {
      assertThat(store.resume(id)).as(id).isEmpty();
    }
  }

  @Test
  public void shouldTakeManyUploadsAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Staged>> uploads = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        String text = "text " + i % 4;
        uploads.add(() -> staged(text));
      }
      List<BlobId> ids = new ArrayList<>();
      for (Future<Staged> done : threads.invokeAll(uploads)) {
        ids.add(done.get().id());
      }
      assertThat(ids).doesNotHaveDuplicates();
      for (BlobId id : ids) {
        assertThat(read(id, ByteRange.all(6))).startsWith("text ");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  public void shouldTellHowMuchRoomThereIs() throws IOException {
    assertThat(store.usage().available()).isBetween(0L, store.usage().total());
  }

  private Staged staged(String text) throws IOException {
    try (BlobUpload upload = store.upload(UploadHint.none())) {
      upload.write(UTF_8.encode(text));
      return upload.finish();
    }
  }

  private List<BlobInfo> listed() throws IOException {
    List<BlobInfo> all = new ArrayList<>();
    Optional<Cursor> next = Optional.of(Cursor.START);
    while (next.isPresent()) {
      Page<BlobInfo> page = store.list(next.get());
      all.addAll(page.items());
      next = page.next();
    }
    return all;
  }

  private String read(BlobId id, ByteRange range) throws IOException {
    return new String(bytes(id, range), UTF_8);
  }

  private byte[] bytes(BlobId id, ByteRange range) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ReadableByteChannel channel = store.open(id, range)) {
      Channels.newInputStream(channel).transferTo(bytes);
    }
    return bytes.toByteArray();
  }

  private static Digest digest(DigestAlgorithm algorithm) {
    return TestBytes.digest(algorithm, "hello".getBytes(UTF_8));
  }

  /** Now on the heap, now beside it; never beginning at zero. */
  private static ByteBuffer piece(byte[] bytes, int from, int length) {
    if (length % 2 == 0) {
      return ByteBuffer.wrap(bytes, from, length);
    }
    ByteBuffer direct = ByteBuffer.allocateDirect(length + 3).position(3);
    direct.put(bytes, from, length);
    return direct.position(3);
  }
}
