package io.entrepot.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.blob.Staged;
import io.entrepot.spi.blob.StorageFullException;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.Response;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;

public final class EdgeUploadTest {
  @ClassRule public static final EdgeServer edge = new EdgeServer();

  private static final String ADMIN = "Authorization: " + TestGate.ADMIN;

  @Before
  public void restore() {
    edge.serving().replace("files", new TestRepository(edge.serving().content("files")));
  }

  @Test
  public void shouldWaitForTheGoAheadOfItsExpectation() throws Exception {
    try (RawClient client = edge.raw()) {
      client.send(put("/repository/files/expected", 5, ADMIN, "Expect: 100-continue"));
      assertThat(client.read().status()).isEqualTo(100);
      client.send("hello");
      assertThat(client.read().status()).isEqualTo(201);
      assertThat(client.exchange("GET", "/repository/files/expected", ADMIN).body())
          .isEqualTo("hello");
    }
  }

  @Test
  public void shouldAskForRoomBeforeTheFirstByte() throws Exception {
    TestUpload upload = new TestUpload();
    edge.serving()
        .replace(
            "files", request -> new Response.Receive(upload, true, done -> Response.Reply.of(201)));
    try (RawClient client = edge.raw()) {
      client.send(put("/repository/files/x", 1_000_000_000_000L, ADMIN, "Expect: 100-continue"));
      assertThat(client.read().status()).isEqualTo(507);
    }
    assertThat(upload.end.get()).isEqualTo("closed after 0");
    assertThat(edge.serving().idle()).isTrue();
  }

  @Test
  public void shouldRefuseWhatIsExpectedWithoutReadingIt() throws Exception {
    try (RawClient client = edge.raw()) {
      client.send(put("/repository/files/x", 1_000_000_000, "Expect: 100-continue"));
      assertThat(client.read().status()).isEqualTo(401);
      assertThat(client.closed()).isTrue();
    }
    try (RawClient client = edge.raw()) {
      String reader = "Authorization: " + TestGate.READER;
      client.send(put("/repository/files/x", 1_000_000_000, reader, "Expect: 100-continue"));
      assertThat(client.read().status()).isEqualTo(403);
      assertThat(client.closed()).isTrue();
    }
    try (RawClient client = edge.raw()) {
      client.send(put("/repository/files/echo", 1001, ADMIN, "Expect: 100-continue"));
      assertThat(client.read().status()).isEqualTo(413);
      assertThat(client.closed()).isTrue();
    }
  }

  @Test
  public void shouldLetAClientReadItsRefusalThoughItSendsOn() throws Exception {
    byte[] megabyte = new byte[1024 * 1024];
    try (RawClient client = edge.raw()) {
      client.send(put("/repository/files/x", 20L * megabyte.length));
      for (int i = 0; i < 20; i++) {
        client.send(megabyte);
      }
      assertThat(client.read().status()).isEqualTo(401);
      RawClient.Reply next = client.exchange("GET", "/repository/files/where/x", ADMIN);
      assertThat(next.status()).isEqualTo(200);
    }
  }

  @Test
  public void shouldTakeABodyInChunks() throws Exception {
    try (RawClient client = edge.raw()) {
      client.send(
          "PUT /repository/files/chunked HTTP/1.1\r\nHost: x\r\n"
              + ADMIN
              + "\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(201);
      assertThat(client.exchange("GET", "/repository/files/chunked", ADMIN).body())
          .isEqualTo("hello world");
    }
  }

  @Test
  public void shouldRefuseABodyThatIsTooLong() throws Exception {
    HttpResponse<String> announced =
        edge.send(
            edge.admin("/repository/files/echo").PUT(BodyPublishers.ofByteArray(new byte[1001])));
    assertThat(announced.statusCode()).isEqualTo(413);
    assertThat(announced.body()).contains("longer than 1000 bytes");
    try (RawClient client = edge.raw()) {
      client.send(
          "PUT /repository/files/echo HTTP/1.1\r\nHost: x\r\n"
              + ADMIN
              + "\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n"
              + "x".repeat(1001)
              + "\r\n0\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(413);
    }
    assertThat(
            edge.send(edge.admin("/repository/files/echo").PUT(BodyPublishers.ofString("short")))
                .body())
        .isEqualTo("short");
  }

  @Test
  public void shouldCancelTheUploadOfOneWhoBreaksOff() throws Exception {
    breakOff(false, "cancelled");
  }

  @Test
  public void shouldKeepTheUploadOfOneWhoBreaksOffIfAskedTo() throws Exception {
    breakOff(true, "closed after 5");
  }

  private static void breakOff(boolean keep, String expected) throws Exception {
    TestUpload upload = new TestUpload();
    edge.serving()
        .replace(
            "files",
            request ->
                new Response.Receive(
                    upload,
                    keep,
                    done -> {
                      throw new IllegalStateException("it was never all there");
                    }));
    try (RawClient client = edge.raw()) {
      client.send(put("/repository/files/x", 10, ADMIN));
      client.send("hello");
      upload.await();
    }
    assertThat(upload.ended.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(upload.end.get()).isEqualTo(expected);
  }

  @Test
  public void shouldSayThatThereIsNoSpaceLeft() throws Exception {
    TestUpload upload = new TestUpload();
    upload.failure = Optional.of(new StorageFullException("blob store 'default' is full", null));
    HttpResponse<String> reply = putInto(upload);
    assertThat(reply.statusCode()).isEqualTo(507);
    assertThat(reply.body()).contains("INSUFFICIENT_STORAGE");
    assertThat(upload.end.get()).isEqualTo("cancelled");
    upload.failure =
        Optional.of(new IOException("write", new IOException("No space left on device")));
    assertThat(putInto(upload).statusCode()).isEqualTo(507);
  }

  @Test
  public void shouldTellNothingButANumberOfWhatNobodyForesaw() throws Exception {
    TestUpload upload = new TestUpload();
    upload.failure = Optional.of(new IOException("/secret/path is broken"));
    HttpResponse<String> reply = putInto(upload);
    assertThat(reply.statusCode()).isEqualTo(500);
    assertThat(reply.body())
        .contains("INTERNAL_ERROR")
        .containsPattern("[0-9a-f]{8}-[0-9a-f]{4}")
        .doesNotContain("secret");
    edge.serving()
        .replace(
            "files",
            request -> {
              throw new IllegalStateException("bug");
            });
    assertThat(edge.send(edge.admin("/repository/files/x")).statusCode()).isEqualTo(500);
  }

  @Test
  public void shouldCancelWhatIsRefusedInTheEnd() throws Exception {
    TestUpload upload = new TestUpload();
    edge.serving()
        .replace(
            "files",
            request ->
                new Response.Receive(
                    upload,
                    false,
                    done -> {
                      throw new Problem(400, "DIGEST_INVALID", "no").asException();
                    }));
    HttpResponse<String> reply = edge.put("/repository/files/x", new byte[100]);
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body()).contains("DIGEST_INVALID");
    assertThat(upload.end.get()).isEqualTo("cancelled");
    assertThat(edge.serving().idle()).isTrue();
  }

  private static HttpResponse<String> putInto(BlobUpload upload) throws Exception {
    edge.serving()
        .replace(
            "files",
            request -> new Response.Receive(upload, false, done -> Response.Reply.of(201)));
    return edge.put("/repository/files/x", new byte[300_000]);
  }

  private static String put(String path, long length, String... fields) {
    String more = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
    return "PUT "
        + path
        + " HTTP/1.1\r\nHost: x\r\nContent-Length: "
        + length
        + "\r\n"
        + more
        + "\r\n";
  }

  /** Notes what becomes of it. */
  private static final class TestUpload implements BlobUpload {
    private final CountDownLatch written = new CountDownLatch(5);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<String> end = new AtomicReference<>("");
    private volatile Optional<IOException> failure = Optional.empty();
    private long size;

    void await() throws InterruptedException {
      assertThat(written.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public String id() {
      return "u1";
    }

    @Override
    public String label() {
      return "";
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public void expect(long bytes) throws IOException {
      if (bytes > 1_000_000_000) {
        throw new StorageFullException("too much for a test", null);
      }
    }

    @Override
    public int read(long position, ByteBuffer into) {
      return 0;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      if (failure.isPresent()) {
        throw failure.get();
      }
      while (bytes.hasRemaining()) {
        bytes.get();
        size++;
        written.countDown();
      }
    }

    @Override
    public Digest digest(DigestAlgorithm algorithm) throws IOException {
      throw new IOException("not here");
    }

    @Override
    public Staged finish() throws IOException {
      throw new IOException("not here");
    }

    @Override
    public void cancel() {
      end.set("cancelled");
    }

    @Override
    public void close() {
      end.compareAndSet("", "closed after " + size);
      ended.countDown();
    }
  }
}
