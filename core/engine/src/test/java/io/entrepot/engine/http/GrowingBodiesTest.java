package io.entrepot.engine.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.spi.blob.GrowingBlob;
import io.entrepot.spi.http.Body;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;

/** What the edge does with bytes that are still coming, and with answers that are awaited. */
public final class GrowingBodiesTest {

  @Rule public final EdgeServer edge = new EdgeServer().threads(24);

  @Test
  public void shouldSendBytesAsTheyCome() throws Exception {
    Hose hose = serve(OptionalLong.of(10));
    try (Socket client = get("")) {
      hose.feed("01234");
      assertThat(headOf(client)).contains("200").contains("Content-Length: 10");
      assertThat(text(client, 5)).isEqualTo("01234");
      hose.feed("567");
      assertThat(text(client, 3)).isEqualTo("567");
      hose.feed("89").end();
      assertThat(text(client, 2)).isEqualTo("89");
    }
    assertThat(edge.serving().idle()).isTrue();
  }

  @Test
  public void shouldSendTheRangeThatIsAskedFor() throws Exception {
    Hose hose = serve(OptionalLong.of(10));
    try (Socket client = get("Range: bytes=4-6\r\n")) {
      hose.feed("01234");
      assertThat(headOf(client)).contains("206").contains("Content-Range: bytes 4-6/10");
      assertThat(text(client, 1)).isEqualTo("4");
      hose.feed("5678");
      assertThat(text(client, 2)).isEqualTo("56");
    }
  }

  @Test
  public void shouldIgnoreRangesWhileTheLengthIsNotKnown() throws Exception {
    Hose hose = serve(OptionalLong.empty());
    CompletableFuture<HttpResponse<String>> answer =
        HttpClient.newHttpClient()
            .sendAsync(
                edge.admin("/repository/files/x").header("Range", "bytes=1-2").build(),
                BodyHandlers.ofString());
    hose.feed("01234").end();
    assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    assertThat(answer.get().body()).isEqualTo("01234");
  }

  @Test
  public void shouldAbortWhatBreaksOff() throws Exception {
    for (OptionalLong length : List.of(OptionalLong.of(10), OptionalLong.empty())) {
      Hose hose = serve(length);
      try (Socket client = get("")) {
        hose.feed("01234");
        assertThat(headOf(client)).contains("200");
        hose.fail(new IOException("upstream is gone"));
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
          client.getInputStream().transferTo(rest);
        } catch (IOException e) {
          // A reset is an end, too, that nobody takes for a good one.
        }
        String sent = rest.toString(US_ASCII);
        assertThat(sent)
            .as("not as long as announced, and no last chunk")
            .doesNotContain("0\r\n\r\n");
        assertThat(sent.length()).isLessThan(15);
      }
      assertThat(edge.serving().idle()).isTrue();
    }
  }

  @Test
  public void shouldTellAsAnErrorWhatNeverBegins() throws Exception {
    Hose hose = serve(OptionalLong.of(10));
    CompletableFuture<HttpResponse<String>> answer =
        HttpClient.newHttpClient()
            .sendAsync(edge.admin("/repository/files/x").build(), BodyHandlers.ofString());
    hose.fail(new Problem(502, "UPSTREAM_FAILED", "it sent rubbish").asException());
    assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(502);
    assertThat(answer.get().body()).contains("it sent rubbish");
  }

  @Test
  public void shouldSendNoBodyForHead() throws Exception {
    serve(OptionalLong.of(10));
    RawClient.Reply reply;
    try (RawClient client = edge.raw()) {
      reply = client.exchange("HEAD", "/repository/files/x", "Authorization: " + TestGate.ADMIN);
    }
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("content-length")).contains("10");
  }

  @Test
  public void shouldHoldNoThreadWhileItAwaits() throws Exception {
    CompletableFuture<Response> awaited = new CompletableFuture<>();
    edge.serving().replace("files", request -> new Response.Await(awaited));
    edge.put("/repository/boxes/here", "here".getBytes(US_ASCII));
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      waiting.add(
          client.sendAsync(edge.admin("/repository/files/" + i).build(), BodyHandlers.ofString()));
    }
    long end = System.nanoTime() + 60_000_000_000L;
    while (edge.serving().held() < 500 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(edge.serving().held()).isEqualTo(500);

    for (int i = 0; i < 20; i++) {
      assertThat(edge.send(edge.admin("/repository/boxes/here")).body()).isEqualTo("here");
    }
    awaited.complete(Response.Reply.json(200, "done"));
    for (CompletableFuture<HttpResponse<String>> one : waiting) {
      assertThat(one.get(60, TimeUnit.SECONDS).body()).isEqualTo("done");
    }
    assertThat(edge.serving().idle()).isTrue();
  }

  @Test
  public void shouldTellWhatAwaitedStagesFailWith() throws Exception {
    CompletableFuture<Response> awaited = new CompletableFuture<>();
    edge.serving().replace("files", request -> new Response.Await(awaited));
    awaited.completeExceptionally(new Problem(503, "BUSY", "later").asException());
    HttpResponse<String> answer = edge.send(edge.admin("/repository/files/x"));
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThatThrownBy(awaited::join).hasMessageContaining("later");
  }

  private Hose serve(OptionalLong length) {
    Hose hose = new Hose(length);
    edge.serving()
        .replace(
            "files",
            request ->
                new Response.Reply(
                    200, Headers.of("Content-Type", "text/plain"), new Body.Growing(hose)));
    return hose;
  }

  private Socket get(String fields) throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), edge.port());
    client.setSoTimeout(30_000);
    client
        .getOutputStream()
        .write(
            ("GET /repository/files/x HTTP/1.1\r\nHost: x\r\nAuthorization: "
                    + TestGate.ADMIN
                    + "\r\n"
                    + fields
                    + "\r\n")
                .getBytes(US_ASCII));
    return client;
  }

  private static String headOf(Socket client) throws IOException {
    InputStream in = client.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed behind " + head);
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static String text(Socket client, int count) throws IOException {
    return new String(client.getInputStream().readNBytes(count), US_ASCII);
  }

  /** Bytes that come when a test says so. */
  private static final class Hose implements GrowingBlob {
    private final OptionalLong length;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean ended;
    private IOException failure;

    Hose(OptionalLong length) {
      this.length = length;
    }

    Hose feed(String more) {
      change(() -> bytes.writeBytes(more.getBytes(US_ASCII)));
      return this;
    }

    void end() {
      change(() -> ended = true);
    }

    void fail(IOException cause) {
      change(() -> failure = cause);
    }

    private void change(Runnable change) {
      List<Runnable> ready;
      synchronized (this) {
        change.run();
        ready = List.copyOf(waiting);
        waiting.clear();
      }
      ready.forEach(Runnable::run);
    }

    @Override
    public OptionalLong length() {
      return length;
    }

    @Override
    public synchronized int read(long position, ByteBuffer into) throws IOException {
      if (failure != null) {
        throw failure;
      }
      int left = bytes.size() - (int) position;
      if (left <= 0) {
        return ended ? -1 : 0;
      }
      int count = Math.min(left, into.remaining());
      into.put(bytes.toByteArray(), (int) position, count);
      return count;
    }

    @Override
    public void whenReadable(long position, Runnable callback) {
      synchronized (this) {
        if (failure == null && !ended && position >= bytes.size()) {
          waiting.add(callback);
          return;
        }
      }
      callback.run();
    }
  }
}
