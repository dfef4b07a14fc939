package io.entrepot.engine.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * Discards what is left of a body whose request was answered without reading it. A connection that
 * is closed on bytes which nobody read is reset, and takes with it an answer that the client, busy
 * sending, has not read yet.
 */
final class Linger implements Callback, BodyReader.Sink {
  private static final long MOST = 64L * 1024 * 1024;
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Request request;
  private final Callback callback;
  private final long begun = System.nanoTime();
  private long discarded;

  Linger(Request request, Callback callback) {
    this.request = request;
    this.callback = callback;
  }

  @Override
  public void succeeded() {
    new BodyReader(request, this).run();
  }

  @Override
  public void failed(Throwable cause) {
    callback.failed(cause);
  }

  @Override
  public boolean take(ByteBuffer bytes) {
    discarded += bytes.remaining();
    if (discarded <= MOST && System.nanoTime() - begun < LONGEST.toNanos()) {
      return true;
    }
    callback.succeeded();
    return false;
  }

  @Override
  public void end() {
    callback.succeeded();
  }

  @Override
  public void broken(Throwable cause) {
    callback.succeeded();
  }
}
