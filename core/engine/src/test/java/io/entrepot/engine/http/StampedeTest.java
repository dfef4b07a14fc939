package io.entrepot.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.testkit.upstream.Answers;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;

/** R12: a thousand want what nobody has yet, and the first of them dies. */
public final class StampedeTest {

  private static final int CLIENTS = 1_000;
  private static final byte[] BYTES = new byte[300_000];

  static {
    new Random(1).nextBytes(BYTES);
  }

  @Rule
  public final ProxiedEdge proxied = new ProxiedEdge(new EdgeServer(), Duration.ofSeconds(10));

  @Test
  public void shouldAskUpstreamOnce() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch half = new CountDownLatch(1);
    proxied.upstream.on(
        "/big",
        (request, wire) -> {
          wire.head(200, "Content-Length: " + BYTES.length).send(BYTES, 0, BYTES.length / 2);
          begun.countDown();
          await(half);
          wire.send(BYTES, BYTES.length / 2, BYTES.length - BYTES.length / 2);
        });
    RawClient first = proxied.edge.raw();
    first.send(
        "GET /repository/files/big HTTP/1.1\r\nHost: x\r\nAuthorization: "
            + TestGate.ADMIN
            + "\r\n\r\n");
    begun.await();

    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    List<CompletableFuture<HttpResponse<byte[]>>> others = new ArrayList<>();
    for (int i = 0; i < CLIENTS / 2; i++) {
      others.add(
          client.sendAsync(
              proxied.edge.admin("/repository/files/big").build(), BodyHandlers.ofByteArray()));
    }
    first.close();
    for (int i = 0; i < CLIENTS / 2; i++) {
      others.add(
          client.sendAsync(
              proxied.edge.admin("/repository/files/big").build(), BodyHandlers.ofByteArray()));
    }
    half.countDown();

    for (CompletableFuture<HttpResponse<byte[]>> other : others) {
      HttpResponse<byte[]> answer = other.get(60, TimeUnit.SECONDS);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(BYTES);
    }
    assertThat(proxied.upstream.count("/big")).isEqualTo(1);
  }

  /** What is small comes whole or not at all: the same in another way. */
  @Test
  public void shouldAskUpstreamOnceForWhatIsSmall() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    proxied.upstream.on("/small", Answers.held(held, Answers.file(new byte[100])));
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    List<CompletableFuture<HttpResponse<byte[]>>> all = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      all.add(
          client.sendAsync(
              proxied.edge.admin("/repository/files/small").build(), BodyHandlers.ofByteArray()));
      if (i == CLIENTS / 2) {
        held.countDown();
      }
    }
    for (CompletableFuture<HttpResponse<byte[]>> one : all) {
      assertThat(one.get(60, TimeUnit.SECONDS).body()).hasSize(100);
    }
    assertThat(proxied.upstream.count("/small")).isEqualTo(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
