package io.entrepot.engine.proxy;

import io.entrepot.engine.upstream.UpstreamReply;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.GrowingBlob;
import io.entrepot.spi.proxy.Wanted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A body that goes to one client and is not stored. Some of it is in memory; upstream is read as
 * fast as the client reads. As with what is stored, the last byte and the end are held back until
 * length and digest are found to be right.
 */
final class Passage implements GrowingBlob, Intake.Taker {

  private static final int ROOM = 512 * 1024;
  private static final int PATIENCE_SECONDS = 60;

  /** Is told of the end, once. */
  interface Listener {

    /** All of it is here, or was. */
    void whole(Passage bytes);

    /** It does not come. */
    void failed(IOException cause);
  }

  private final Refusals refusals;
  private final Wanted wanted;
  private final OptionalLong length;
  private final Listener listener;
  private final Optional<MessageDigest> digest;
  private final Deque<ByteBuffer> chunks = new ArrayDeque<>();
  private long base;
  private long received;
  private long reads;
  private boolean ended;
  private IOException failure;
  private Optional<Runnable> next = Optional.empty();
  private Optional<Runnable> reader = Optional.empty();

  Passage(Refusals refusals, Wanted wanted, OptionalLong length, Listener listener) {
    this.refusals = refusals;
    this.wanted = wanted;
    this.length = length;
    this.listener = listener;
    this.digest = wanted.digest().map(Passage::digest);
  }

  private static MessageDigest digest(Digest wanted) {
    try {
      return MessageDigest.getInstance(wanted.algorithm().javaName());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no " + wanted.algorithm().javaName(), e);
    }
  }

  /** Gives it up once the client reads no more: it may be gone, which nobody says. */
  void watch(Executor executor) {
    watch(executor, -1);
  }

  private void watch(Executor executor, long before) {
    long now;
    synchronized (this) {
      if (ended || failure != null) {
        return;
      }
      now = reads;
    }
    if (now == before && blocked()) {
      failed(new IOException("the client reads no more"));
      return;
    }
    CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS, executor)
        .execute(() -> watch(executor, now));
  }

  /** Whether upstream waits for the client. */
  synchronized boolean blocked() {
    return next.isPresent();
  }

  /** How many bytes are in memory. */
  synchronized long held() {
    return received - base;
  }

  @Override
  public OptionalLong length() {
    return length;
  }

  @Override
  public int read(long position, ByteBuffer into) throws IOException {
    Optional<Runnable> more = Optional.empty();
    int count;
    synchronized (this) {
      if (failure != null) {
        throw Refusals.again(failure);
      }
      reads++;
      if (position < base) {
        throw new IOException("what was passed on is not kept");
      }
      drop(position);
      count = copy(into);
      if (count == 0 && ended && position >= received) {
        return -1;
      }
      if (received - base < ROOM / 2) {
        more = next;
        next = Optional.empty();
      }
    }
    more.ifPresent(Runnable::run);
    return count;
  }

  /** A reader that begins later passes over what is before. */
  private void drop(long position) {
    while (base < position && !chunks.isEmpty()) {
      ByteBuffer first = chunks.getFirst();
      int dropped = (int) Math.min(first.remaining(), position - base);
      advance(first, dropped);
    }
  }

  private int copy(ByteBuffer into) {
    long visible = visible();
    int copied = 0;
    while (base < visible && into.hasRemaining() && !chunks.isEmpty()) {
      ByteBuffer first = chunks.getFirst();
      int count = (int) Math.min(Math.min(first.remaining(), into.remaining()), visible - base);
      into.put(first.slice(first.position(), count));
      advance(first, count);
      copied += count;
    }
    return copied;
  }

  private void advance(ByteBuffer first, int count) {
    first.position(first.position() + count);
    base += count;
    if (!first.hasRemaining()) {
      chunks.removeFirst();
    }
  }

  private long visible() {
    return ended || length.isEmpty() ? received : Math.min(received, length.getAsLong() - 1);
  }

  @Override
  public void whenReadable(long position, Runnable callback) {
    Optional<Runnable> more = Optional.empty();
    boolean now;
    synchronized (this) {
      now = ended || failure != null || position < visible();
      if (!now) {
        reader = Optional.of(callback);
        drop(position);
        if (received - base < ROOM / 2) {
          more = next;
          next = Optional.empty();
        }
      }
    }
    more.ifPresent(Runnable::run);
    if (now) {
      callback.run();
    }
  }

  @Override
  public void take(ByteBuffer bytes) throws IOException {
    requireWell();
    if (wanted.whole().isPresent() && received + bytes.remaining() > wanted.whole().getAsInt()) {
      throw refusals
          .body(wanted.address(), "sent more than " + wanted.whole().getAsInt() + " bytes")
          .asException();
    }
    digest.ifPresent(summing -> summing.update(bytes.duplicate()));
    ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    Optional<Runnable> waiting;
    synchronized (this) {
      chunks.addLast(copy);
      received += copy.remaining();
      waiting = reader;
      reader = Optional.empty();
    }
    waiting.ifPresent(Runnable::run);
  }

  private synchronized void requireWell() throws IOException {
    if (failure != null) {
      throw Refusals.again(failure);
    }
  }

  @Override
  public void whenReady(Runnable ready) {
    synchronized (this) {
      if (wanted.whole().isEmpty() && failure == null && received - base >= ROOM) {
        next = Optional.of(ready);
        return;
      }
    }
    ready.run();
  }

  @Override
  public boolean restart(UpstreamReply reply) {
    return false;
  }

  @Override
  public void end() {
    if (digest.isPresent()) {
      Digest right = wanted.digest().orElseThrow();
      Digest sent = Digest.of(right.algorithm(), digest.get().digest());
      if (!sent.equals(right)) {
        failed(
            refusals
                .body(wanted.address(), "sent bytes of digest " + sent + ", not " + right)
                .asException());
        return;
      }
    }
    Optional<Runnable> waiting;
    synchronized (this) {
      if (failure != null) {
        return;
      }
      ended = true;
      waiting = reader;
      reader = Optional.empty();
    }
    listener.whole(this);
    waiting.ifPresent(Runnable::run);
  }

  @Override
  public void failed(IOException cause) {
    Optional<Runnable> waiting;
    Optional<Runnable> more;
    synchronized (this) {
      if (ended || failure != null) {
        return;
      }
      failure = cause;
      chunks.clear();
      waiting = reader;
      reader = Optional.empty();
      more = next;
      next = Optional.empty();
    }
    listener.failed(cause);
    waiting.ifPresent(Runnable::run);
    // The next buffer is refused, which ends the connection.
    more.ifPresent(Runnable::run);
  }
}
