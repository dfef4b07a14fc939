package io.entrepot.engine.http;

import io.entrepot.spi.blob.GrowingBlob;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

/** Sends bytes that are still coming in, as they come. No thread waits for them or the client. */
final class GrowingTransfer extends IteratingCallback {

  private static final int BUFFER = 64 * 1024;

  private final GrowingBlob bytes;
  private final long end;
  private final Content.Sink sink;
  private final Executor executor;
  private final RetainableByteBuffer.Mutable buffer;
  private final Callback callback;
  private long position;
  private boolean lastSent;

  /**
   * A transfer, begun by {@link #iterate}.
   *
   * @param position of the first byte to send
   * @param end behind the last one; {@link Long#MAX_VALUE} if that is not known
   */
  GrowingTransfer(
      GrowingBlob bytes,
      long position,
      long end,
      ByteBufferPool pool,
      Executor executor,
      Content.Sink sink,
      Callback callback) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
    this.sink = sink;
    this.executor = executor;
    this.callback = callback;
    this.buffer = pool.acquire(BUFFER, true);
  }

  @Override
  protected Action process() throws IOException {
    if (lastSent) {
      return Action.SUCCEEDED;
    }
    ByteBuffer into = buffer.getByteBuffer();
    BufferUtil.clearToFill(into);
    into.limit((int) Math.min(into.capacity(), end - position));
    int count = position == end ? -1 : bytes.read(position, into);
    if (count == 0) {
      // In a thread of the server's: whoever brings the bytes has the next ones to bring.
      bytes.whenReadable(position, () -> executor.execute(this::succeeded));
      return Action.SCHEDULED;
    }
    into.flip();
    position += Math.max(0, count);
    lastSent = count < 0 || position == end;
    sink.write(lastSent, into, this);
    return Action.SCHEDULED;
  }

  @Override
  protected void onCompleteSuccess() {
    buffer.release();
    callback.succeeded();
  }

  @Override
  protected void onCompleteFailure(Throwable cause) {
    buffer.release();
    callback.failed(cause);
  }
}
