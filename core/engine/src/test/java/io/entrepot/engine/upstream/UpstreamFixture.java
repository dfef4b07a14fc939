package io.entrepot.engine.upstream;

import io.entrepot.engine.Outbound;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.testkit.TestClock;
import io.entrepot.testkit.TestSettings;
import io.entrepot.testkit.upstream.FaultyUpstream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.junit.rules.ExternalResource;

/** A faulty upstream, and the way to it. */
final class UpstreamFixture extends ExternalResource {

  final TestClock clock = new TestClock();
  FaultyUpstream server;
  Upstreams upstreams;

  @Override
  protected void before() throws IOException {
    server = FaultyUpstream.start();
    upstreams = new Upstreams(Outbound.allowing("127.0.0.1"), clock);
  }

  @Override
  protected void after() {
    upstreams.close();
    try {
      server.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until what was left alone for long enough is tried, by itself, and asked again. */
  void awaitProbe(Upstream upstream) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (upstream.health().state() != UpstreamHealth.State.AVAILABLE) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it is still " + upstream.health());
      }
      Thread.onSpinWait();
    }
  }

  TestSettings settings() {
    return TestSettings.none().with("proxy.remoteUrl", server.url());
  }

  Upstream open() throws IOException {
    return open(settings());
  }

  Upstream open(TestSettings settings) throws IOException {
    return upstreams.open("files", settings);
  }

  /** A body as it came. */
  record Body(int status, Headers headers, String text, boolean whole) {}

  static UpstreamRequest get(String address) {
    return new UpstreamRequest(Method.GET, address, Headers.none());
  }

  static UpstreamReply head(Upstream upstream, UpstreamRequest request) throws Exception {
    return upstream.send(request).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** Asks and reads all. */
  static Body ask(Upstream upstream, String address) throws Exception {
    return ask(upstream, get(address));
  }

  static Body ask(Upstream upstream, UpstreamRequest request) throws Exception {
    return read(head(upstream, request)).get(20, TimeUnit.SECONDS);
  }

  static CompletableFuture<Body> read(UpstreamReply reply) {
    return read(reply, size -> {});
  }

  /** The same, telling of each number of bytes that was taken. */
  static CompletableFuture<Body> read(UpstreamReply reply, IntConsumer taken) {
    CompletableFuture<Body> body = new CompletableFuture<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    reply.read(
        new UpstreamReply.Sink() {
          @Override
          public void take(ByteBuffer buffer) {
            byte[] some = new byte[buffer.remaining()];
            buffer.get(some);
            bytes.writeBytes(some);
            taken.accept(some.length);
          }

          @Override
          public void end() {
            ended(true);
          }

          @Override
          public void broken(IOException cause) {
            ended(false);
          }

          private void ended(boolean whole) {
            body.complete(
                new Body(
                    reply.status(),
                    reply.headers(),
                    bytes.toString(StandardCharsets.UTF_8),
                    whole));
          }
        });
    return body;
  }

  /** The problem with which a request ends. */
  static Problem problem(Upstream upstream, String address) throws Exception {
    try {
      head(upstream, get(address)).close();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ProblemException problem) {
        return problem.problem();
      }
      throw e;
    }
    throw new AssertionError("it was answered");
  }
}
