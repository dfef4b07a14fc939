package io.entrepot.engine.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content;

/**
 * Reads a request's body as it comes: runs when there is something to read, and waits without a
 * thread when there is not.
 */
final class BodyReader implements Runnable {

  /** Takes what comes. One call at a time. */
  interface Sink {

    /**
     * Some bytes; all of them are to be taken.
     *
     * @return whether to go on
     */
    boolean take(ByteBuffer bytes) throws IOException;

    /** The body has ended. */
    void end();

    /** The client broke off. */
    void broken(Throwable cause);

    /** What came could not be taken. */
    void failed(Throwable cause);
  }

  private final Content.Source source;
  private final Sink sink;

  BodyReader(Content.Source source, Sink sink) {
    this.source = source;
    this.sink = sink;
  }

  @Override
  public void run() {
    while (true) {
      Content.Chunk chunk = source.read();
      if (chunk == null) {
        source.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        sink.broken(chunk.getFailure());
        return;
      }
      if (!taken(chunk)) {
        return;
      }
    }
  }

  private boolean taken(Content.Chunk chunk) {
    boolean last = chunk.isLast();
    try {
      if (chunk.hasRemaining() && !sink.take(chunk.getByteBuffer())) {
        return false;
      }
    } catch (IOException | RuntimeException e) {
      sink.failed(e);
      return false;
    } finally {
      chunk.release();
    }
    if (last) {
      sink.end();
    }
    return !last;
  }
}
