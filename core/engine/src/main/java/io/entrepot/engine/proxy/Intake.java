package io.entrepot.engine.proxy;

import io.entrepot.engine.upstream.Upstream;
import io.entrepot.engine.upstream.UpstreamReply;
import io.entrepot.engine.upstream.UpstreamRequest;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings the body of an answer, and goes on with another request where one breaks off (RFC 9110
 * §14, §13.1.5): only where it is certain that the bytes behind are of the same body.
 */
final class Intake implements UpstreamReply.Sink {

  private static final int ATTEMPTS = 4;
  private static final long PAUSE_MILLIS = 200;
  private static final long PROGRESS = 1L << 20;
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");

  /** Takes a body. */
  interface Taker {

    /** Takes all of the buffer. */
    void take(ByteBuffer bytes) throws IOException;

    /** As {@link UpstreamReply.Sink#whenReady}. */
    default void whenReady(Runnable next) {
      next.run();
    }

    /**
     * Begins anew with another answer, if nobody has seen anything of this one.
     *
     * @return whether it does; the answer is its then
     */
    boolean restart(UpstreamReply reply);

    /** That was all. */
    void end();

    /** It does not come. */
    void failed(IOException cause);
  }

  /**
   * What is being brought.
   *
   * @param request as it was asked for
   * @param certain whether a digest will tell in the end whether it is right
   */
  record Subject(UpstreamRequest request, boolean certain) {}

  private final Upstream upstream;
  private final Executor executor;
  private final Refusals refusals;
  private final Subject subject;
  private final Taker taker;
  private final OptionalLong length;
  private final Optional<String> tag;
  private UpstreamReply reply;
  private long received;
  private long skip;
  private long mark;
  private int attempts;
  private IOException refused;

  Intake(
      Upstream upstream,
      Executor executor,
      Refusals refusals,
      Subject subject,
      UpstreamReply reply,
      Taker taker) {
    this.upstream = upstream;
    this.executor = executor;
    this.refusals = refusals;
    this.subject = subject;
    this.reply = reply;
    this.taker = taker;
    this.length = reply.length();
    this.tag = Fields.strongTag(reply.headers());
  }

  /** Begins. */
  void run() {
    reply.read(this);
  }

  @Override
  public void take(ByteBuffer bytes) throws IOException {
    if (skip > 0) {
      int skipped = (int) Math.min(skip, bytes.remaining());
      bytes.position(bytes.position() + skipped);
      skip -= skipped;
    }
    int count = bytes.remaining();
    if (count == 0) {
      return;
    }
    try {
      if (length.isPresent() && received + count > length.getAsLong()) {
        throw refusals
            .body(address(), "sent more than the " + length.getAsLong() + " bytes it announced")
            .asException();
      }
      taker.take(bytes);
    } catch (IOException | RuntimeException e) {
      refused = e instanceof IOException expected ? expected : new IOException(e);
      throw refused;
    }
    received += count;
  }

  @Override
  public void whenReady(Runnable next) {
    taker.whenReady(next);
  }

  @Override
  public void end() {
    if (skip > 0 || (length.isPresent() && received < length.getAsLong())) {
      broken(new EOFException("it ended early"));
      return;
    }
    taker.end();
  }

  @Override
  public void broken(IOException cause) {
    if (refused != null) {
      taker.failed(refused);
      return;
    }
    if (received - mark > PROGRESS) {
      attempts = 0;
      mark = received;
    }
    boolean certain = subject.certain() || tag.isPresent();
    if (attempts == ATTEMPTS) {
      taker.failed(brokenOff(cause.getMessage()));
      return;
    }
    attempts++;
    long pause = attempts == 1 ? 0 : PAUSE_MILLIS << attempts;
    CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS, executor)
        .execute(() -> resume(certain, cause));
  }

  private void resume(boolean certain, IOException before) {
    Headers headers = subject.request().headers();
    if (certain && received > 0) {
      headers = headers.and("Range", "bytes=" + received + "-");
      if (tag.isPresent()) {
        headers = headers.and("If-Range", tag.get());
      }
    }
    upstream
        .send(new UpstreamRequest(Method.GET, address(), headers))
        .whenComplete(
            (next, failure) -> {
              if (failure != null) {
                taker.failed(Refusals.thrown(failure));
                return;
              }
              proceed(next, certain, before);
            });
  }

  private void proceed(UpstreamReply next, boolean certain, IOException before) {
    boolean plain = Fields.plain(next.headers());
    if (plain && certain && next.status() == 206 && received > 0 && fits(next)) {
      read(next, 0);
      return;
    }
    if (plain && next.status() == 200) {
      if (certain && received > 0 && same(next)) {
        read(next, received);
        return;
      }
      if (taker.restart(next)) {
        return;
      }
    }
    next.close();
    taker.failed(brokenOff(before.getMessage() + "; asked again it answered " + next.status()));
  }

  private void read(UpstreamReply next, long skipped) {
    reply = next;
    skip = skipped;
    next.read(this);
  }

  /** Whether it is the same body, whole. */
  private boolean same(UpstreamReply next) {
    return next.length().equals(length)
        && (tag.isPresent() ? Fields.strongTag(next.headers()).equals(tag) : subject.certain());
  }

  /** Whether it is the rest of the same body. */
  private boolean fits(UpstreamReply next) {
    Optional<String> other = next.headers().first("ETag");
    if (tag.isPresent() && other.isPresent() && !other.equals(tag)) {
      return false;
    }
    Matcher range = CONTENT_RANGE.matcher(next.headers().first("Content-Range").orElse(""));
    if (!range.matches() || Long.parseLong(range.group(1)) != received) {
      return false;
    }
    long last = Long.parseLong(range.group(2));
    boolean known = !range.group(3).equals("*");
    if (known && Long.parseLong(range.group(3)) != last + 1) {
      return false;
    }
    return length.isPresent() ? last + 1 == length.getAsLong() : known;
  }

  private IOException brokenOff(String why) {
    String of = length.isPresent() ? " of " + length.getAsLong() : "";
    Problem problem =
        refusals.body(address(), "broke off after " + received + of + " bytes: " + why);
    return problem.asException();
  }

  private String address() {
    return subject.request().address();
  }
}
