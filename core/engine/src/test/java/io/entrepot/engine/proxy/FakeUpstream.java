package io.entrepot.engine.proxy;

import io.entrepot.engine.upstream.Upstream;
import io.entrepot.engine.upstream.UpstreamHealth;
import io.entrepot.engine.upstream.UpstreamReply;
import io.entrepot.engine.upstream.UpstreamRequest;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** An upstream in this process: what it answers is said beforehand, and who asked is known. */
final class FakeUpstream implements Upstream {

  /**
   * An answer.
   *
   * @param length what the head says of the body
   * @param body the bytes that come
   * @param broken how the body breaks off behind them; empty if it ends
   * @param gate before half of the body is sent, this is waited for
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Scripted(
      int status,
      Headers headers,
      OptionalLong length,
      byte[] body,
      Optional<String> broken,
      CountDownLatch gate) {

    static Scripted ok(byte[] body) {
      return new Scripted(
          200,
          Headers.of("Content-Type", "text/plain"),
          OptionalLong.of(body.length),
          body,
          Optional.empty(),
          new CountDownLatch(0));
    }

    static Scripted status(int status) {
      return new Scripted(
          status,
          Headers.none(),
          OptionalLong.of(0),
          new byte[0],
          Optional.empty(),
          new CountDownLatch(0));
    }

    Scripted with(String name, String value) {
      return new Scripted(status, headers.and(name, value), length, body, broken, gate);
    }

    Scripted chunked() {
      return new Scripted(status, headers, OptionalLong.empty(), body, broken, gate);
    }

    Scripted announcing(long bytes) {
      return new Scripted(status, headers, OptionalLong.of(bytes), body, broken, gate);
    }

    Scripted breakingOff(String how) {
      return new Scripted(status, headers, length, body, Optional.of(how), gate);
    }

    Scripted behind(CountDownLatch newGate) {
      return new Scripted(status, headers, length, body, broken, newGate);
    }
  }

  /** Makes an answer of a request; null for none at all. */
  interface Script {
    Scripted answer(UpstreamRequest request);
  }

  final List<UpstreamRequest> asked = new CopyOnWriteArrayList<>();
  volatile boolean down;
  volatile boolean closed;
  private final Map<String, Queue<Script>> once = new ConcurrentHashMap<>();
  private final Map<String, Script> always = new ConcurrentHashMap<>();
  private final ExecutorService executor = Executors.newCachedThreadPool();

  /** From now on it answers so. */
  FakeUpstream has(String address, Script script) {
    always.put(address, script);
    return this;
  }

  FakeUpstream has(String address, Scripted answer) {
    return has(address, request -> answer);
  }

  /** The next time it answers so, before what it does otherwise. */
  FakeUpstream once(String address, Script script) {
    once.computeIfAbsent(address, unused -> new ArrayDeque<>()).add(script);
    return this;
  }

  FakeUpstream once(String address, Scripted answer) {
    return once(address, request -> answer);
  }

  /** How often it was asked that way for that. */
  long count(Method method, String address) {
    return asked.stream()
        .filter(request -> request.method() == method && request.address().equals(address))
        .count();
  }

  /** The last request. */
  UpstreamRequest last() {
    return asked.get(asked.size() - 1);
  }

  @Override
  public CompletionStage<UpstreamReply> send(UpstreamRequest request) {
    asked.add(request);
    if (down) {
      return CompletableFuture.failedFuture(
          new Problem(503, "UPSTREAM_BLOCKED", "the upstream is blocked").asException());
    }
    Queue<Script> first = once.get(request.address());
    Script script;
    synchronized (this) {
      script = first == null ? null : first.poll();
    }
    if (script == null) {
      script = always.getOrDefault(request.address(), unused -> Scripted.status(404));
    }
    Scripted answer = script.answer(request);
    CompletableFuture<UpstreamReply> reply = new CompletableFuture<>();
    if (answer != null) {
      executor.execute(() -> reply.complete(new Reply(answer, request.method() == Method.HEAD)));
    }
    return reply;
  }

  @Override
  public UpstreamHealth health() {
    return new UpstreamHealth(
        UpstreamHealth.State.AVAILABLE, "", Optional.empty(), OptionalLong.empty(), 0);
  }

  @Override
  public void close() {
    closed = true;
  }

  void end() {
    executor.shutdownNow();
  }

  private final class Reply implements UpstreamReply {
    private final Scripted answer;
    private final boolean head;

    Reply(Scripted answer, boolean head) {
      this.answer = answer;
      this.head = head;
    }

    @Override
    public int status() {
      return answer.status();
    }

    @Override
    public Headers headers() {
      return answer.headers();
    }

    @Override
    public OptionalLong length() {
      return answer.length();
    }

    @Override
    public void read(Sink sink) {
      executor.execute(() -> bring(sink));
    }

    private void bring(Sink sink) {
      try {
        byte[] body = head ? new byte[0] : answer.body();
        int piece = 16 * 1024;
        int half = body.length / 2;
        for (int from = 0; from < body.length; ) {
          if (from == half) {
            answer.gate().await();
          }
          int end = Math.min(from < half ? half : body.length, from + piece);
          sink.take(ByteBuffer.wrap(body, from, end - from));
          from = end;
          CountDownLatch ready = new CountDownLatch(1);
          sink.whenReady(ready::countDown);
          if (!ready.await(30, TimeUnit.SECONDS)) {
            sink.broken(new IOException("the idle connection was closed"));
            return;
          }
        }
      } catch (IOException e) {
        sink.broken(e);
        return;
      } catch (InterruptedException e) {
        return;
      }
      if (answer.broken().isPresent()) {
        sink.broken(new IOException(answer.broken().get()));
        return;
      }
      sink.end();
    }

    @Override
    public void close() {}
  }
}
