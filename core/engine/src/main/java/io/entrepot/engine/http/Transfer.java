package io.entrepot.engine.http;

import io.entrepot.spi.blob.ByteRange;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.IteratingCallback;

/**
 * Sends pieces of a blob, a buffer at a time: the next one is read when the client has taken the
 * last. Between the two no thread waits.
 */
final class Transfer extends IteratingCallback {

  /** As large as the buffers that Jetty pools. */
  private static final int BUFFER = 64 * 1024;

  /** A piece of what is sent. */
  sealed interface Piece {

    /** Bytes that stand between those of the blob. */
    record Literal(ByteBuffer bytes) implements Piece {}

    /** A run of the blob's bytes. */
    record Run(ByteRange range) implements Piece {}
  }

  /** Opens a run of the blob's bytes. */
  @FunctionalInterface
  interface Opener {
    /** The channel ends behind the range. */
    ReadableByteChannel open(ByteRange range) throws IOException;
  }

  private final Deque<Piece> pieces;
  private final Opener opener;
  private final Content.Sink sink;
  private final RetainableByteBuffer.Mutable buffer;
  private final Callback callback;
  private ReadableByteChannel channel;
  private long left;
  private boolean lastSent;

  /**
   * A transfer, begun by {@link #iterate}.
   *
   * @param first the channel of the first run, opened already: what cannot be opened shall be found
   *     out while there is still a status to say so
   */
  Transfer(
      List<Piece> pieces,
      Opener opener,
      ReadableByteChannel first,
      ByteBufferPool pool,
      Content.Sink sink,
      Callback callback) {
    this.pieces = new ArrayDeque<>(pieces);
    this.opener = opener;
    this.channel = first;
    this.sink = sink;
    this.callback = callback;
    this.buffer = pool.acquire(BUFFER, true);
  }

  @Override
  protected Action process() throws IOException {
    if (lastSent) {
      return Action.SUCCEEDED;
    }
    while (left == 0) {
      Piece piece = pieces.remove();
      if (piece instanceof Piece.Literal literal) {
        lastSent = pieces.isEmpty();
        sink.write(lastSent, literal.bytes(), this);
        return Action.SCHEDULED;
      }
      begin(((Piece.Run) piece).range());
    }
    ByteBuffer bytes = fill();
    left -= bytes.remaining();
    if (left == 0) {
      closeChannel();
    }
    lastSent = left == 0 && pieces.isEmpty();
    sink.write(lastSent, bytes, this);
    return Action.SCHEDULED;
  }

  private void begin(ByteRange range) throws IOException {
    if (channel == null) {
      channel = opener.open(range);
    }
    left = range.length();
  }

  private ByteBuffer fill() throws IOException {
    ByteBuffer bytes = buffer.getByteBuffer();
    BufferUtil.clearToFill(bytes);
    bytes.limit((int) Math.min(bytes.capacity(), left));
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new EOFException("the blob is shorter than it was: " + left + " bytes are missing");
      }
    }
    return bytes.flip();
  }

  private void closeChannel() {
    IO.close(channel);
    channel = null;
  }

  @Override
  protected void onCompleteSuccess() {
    closeChannel();
    buffer.release();
    callback.succeeded();
  }

  @Override
  protected void onCompleteFailure(Throwable cause) {
    closeChannel();
    buffer.release();
    callback.failed(cause);
  }
}
