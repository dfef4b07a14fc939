package io.entrepot.engine.upstream;

import io.entrepot.spi.http.Headers;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.thread.Scheduler;

/** An answer whose body is still in the connection: read as fast as it is taken. */
final class ArrivingReply implements UpstreamReply {

  /** A body that short is read rather than its connection closed. */
  private static final long DRAINED = 16 << 10;

  private final int status;
  private final Headers headers;
  private final OptionalLong length;
  private final boolean head;
  private final boolean framed;
  private final Content.Source source;
  private final CompletableFuture<Void> over;
  private final Function<Runnable, Scheduler.Task> clock;
  private final Pace pace;
  private final AtomicBoolean taken = new AtomicBoolean();
  private long received;

  /**
   * An answer.
   *
   * @param framed whether HTTP says where the body ends
   * @param clock runs something when the next bytes have taken too long
   * @param pace how fast they come
   */
  ArrivingReply(
      int status,
      Headers headers,
      OptionalLong length,
      boolean head,
      boolean framed,
      Content.Source source,
      CompletableFuture<Void> over,
      Function<Runnable, Scheduler.Task> clock,
      Pace pace) {
    this.status = status;
    this.headers = headers;
    this.length = length;
    this.head = head;
    this.framed = framed;
    this.source = source;
    this.over = over;
    this.clock = clock;
    this.pace = pace;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public Headers headers() {
    return headers;
  }

  @Override
  public OptionalLong length() {
    return length;
  }

  @Override
  public void read(Sink sink) {
    if (!taken.compareAndSet(false, true)) {
      throw new IllegalStateException("the body was read or given up already");
    }
    pump(sink);
  }

  @Override
  public void close() {
    if (!taken.compareAndSet(false, true)) {
      return;
    }
    if (bodiless() || length.orElse(Long.MAX_VALUE) <= DRAINED) {
      pump(new Nothing());
      return;
    }
    source.fail(new IOException("nobody wants the body"));
  }

  /** Completed when the body is read or given up, and when it broke off. */
  CompletableFuture<Void> over() {
    return over;
  }

  /** All of a small body; fails if there are more bytes than that. */
  CompletableFuture<byte[]> bytes(int limit) {
    Gathering gathering = new Gathering(limit);
    read(gathering);
    return gathering.all;
  }

  private boolean bodiless() {
    return head || status == 204 || status == 304;
  }

  private void pump(Sink sink) {
    while (true) {
      Content.Chunk chunk = source.read();
      if (chunk == null) {
        pace.waits();
        Wait wait = new Wait(sink);
        wait.begin();
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        source.fail(chunk.getFailure());
        sink.broken(cause(chunk.getFailure()));
        return;
      }
      boolean last = chunk.isLast();
      int brought = chunk.remaining();
      try {
        take(chunk, sink);
        requireEnd(last);
        if (!last) {
          pace.came(brought);
        }
      } catch (IOException | RuntimeException e) {
        source.fail(e);
        sink.broken(cause(e));
        return;
      } finally {
        chunk.release();
      }
      if (last) {
        sink.end();
        return;
      }
      Turn turn = new Turn(() -> pump(sink));
      sink.whenReady(turn);
      if (turn.later()) {
        return;
      }
    }
  }

  /**
   * For the next bytes, not longer than the upstream may take for them. What time our side takes is
   * not the upstream's.
   */
  private final class Wait {
    private final AtomicBoolean over = new AtomicBoolean();
    private final Sink sink;

    Wait(Sink sink) {
      this.sink = sink;
    }

    void begin() {
      Scheduler.Task late = clock.apply(this::late);
      source.demand(
          () -> {
            late.cancel();
            if (over.compareAndSet(false, true)) {
              pump(sink);
            }
          });
    }

    private void late() {
      if (over.compareAndSet(false, true)) {
        SocketTimeoutException cause = new SocketTimeoutException("the next bytes do not come");
        source.fail(cause);
        sink.broken(cause);
      }
    }
  }

  /** The next buffer's turn: in this loop if that is at once, and with a new one otherwise. */
  private static final class Turn implements Runnable {
    private final AtomicBoolean first = new AtomicBoolean();
    private final Runnable next;

    Turn(Runnable next) {
      this.next = next;
    }

    @Override
    public void run() {
      if (!first.compareAndSet(false, true)) {
        next.run();
      }
    }

    /** Whether it is to come. */
    boolean later() {
      return first.compareAndSet(false, true);
    }
  }

  private void take(Content.Chunk chunk, Sink sink) throws IOException {
    if (!chunk.hasRemaining()) {
      return;
    }
    received += chunk.remaining();
    if (received > length.orElse(Long.MAX_VALUE)) {
      throw new IOException("more bytes came than the " + length.getAsLong() + " announced");
    }
    sink.take(chunk.getByteBuffer());
  }

  private void requireEnd(boolean last) throws IOException {
    if (last && !bodiless() && !framed) {
      throw new EOFException(
          "its end is told by nothing but the end of the connection, which may have broken");
    }
    if (last && !bodiless() && length.isPresent() && received != length.getAsLong()) {
      throw new EOFException(received + " bytes came of " + length.getAsLong() + " announced");
    }
  }

  private static IOException cause(Throwable failure) {
    return failure instanceof IOException io ? io : new IOException(failure.toString(), failure);
  }

  /** Takes a small body. */
  private static final class Gathering implements Sink {
    private final CompletableFuture<byte[]> all = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int limit;

    Gathering(int limit) {
      this.limit = limit;
    }

    @Override
    public void take(ByteBuffer some) throws IOException {
      if (bytes.size() + some.remaining() > limit) {
        throw new IOException("an answer is longer than " + limit + " bytes");
      }
      byte[] taken = new byte[some.remaining()];
      some.get(taken);
      bytes.writeBytes(taken);
    }

    @Override
    public void end() {
      all.complete(bytes.toByteArray());
    }

    @Override
    public void broken(IOException cause) {
      all.completeExceptionally(cause);
    }
  }

  /** Takes what nobody wants. */
  private static final class Nothing implements Sink {
    @Override
    public void take(ByteBuffer bytes) {
      bytes.position(bytes.limit());
    }

    @Override
    public void end() {
      // The connection can be used again.
    }

    @Override
    public void broken(IOException cause) {
      // The connection is gone.
    }
  }
}
