package io.entrepot.engine.http;

import io.entrepot.engine.content.Contents;
import io.entrepot.spi.blob.ByteRange;
import io.entrepot.spi.content.StoredBlob;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.IoConsumer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Components;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Puts answers on the wire. One for all requests. */
final class Delivery {
  private final Contents contents;
  private final SmallBlobs small;

  /**
   * A delivery.
   *
   * @param cache how many bytes of small blobs are kept in memory
   */
  Delivery(Contents contents, long cache) {
    this.contents = contents;
    this.small = new SmallBlobs(contents, cache);
  }

  /**
   * Sends an answer.
   *
   * @param callback told when the last byte is out, or that the client is gone
   * @throws IOException if the blob cannot be opened; then nothing was sent
   */
  void send(Answer answer, Response response, Callback callback) throws IOException {
    if (answer.payload() instanceof Answer.Payload.Blob blob) {
      send(answer, blob, response, callback);
      return;
    }
    if (answer.payload() instanceof Answer.Payload.Growing growing) {
      begin(answer, response);
      long end =
          answer.length().isPresent()
              ? growing.from() + answer.length().getAsLong()
              : Long.MAX_VALUE;
      Components components = response.getRequest().getComponents();
      new GrowingTransfer(
              growing.bytes(),
              growing.from(),
              end,
              components.getByteBufferPool(),
              components.getExecutor(),
              response,
              callback)
          .iterate();
      return;
    }
    if (answer.payload() instanceof Answer.Payload.Generated generated) {
      begin(answer, response);
      generate(generated.writer(), response, callback);
      return;
    }
    begin(answer, response);
    ByteBuffer bytes =
        answer.payload() instanceof Answer.Payload.Bytes given
            ? given.bytes()
            : BufferUtil.EMPTY_BUFFER;
    response.write(true, bytes, callback);
  }

  /** Whether a blob's bytes are known not to be what was stored. */
  boolean damaged(StoredBlob blob) {
    return contents.damaged(blob);
  }

  private void send(Answer answer, Answer.Payload.Blob blob, Response response, Callback callback)
      throws IOException {
    ByteRange first = firstRun(blob);
    if (blob.blob().size() <= SmallBlobs.LARGEST && blob.pieces().size() == 1) {
      ByteBuffer bytes = small.read(blob.blob());
      bytes.position((int) first.offset()).limit((int) first.end());
      begin(answer, response);
      response.write(true, bytes, callback);
      return;
    }
    ReadableByteChannel channel = contents.open(blob.blob(), first);
    begin(answer, response);
    new Transfer(
            blob.pieces(),
            range -> contents.open(blob.blob(), range),
            channel,
            response.getRequest().getComponents().getByteBufferPool(),
            response,
            callback)
        .iterate();
  }

  private static ByteRange firstRun(Answer.Payload.Blob blob) {
    return blob.pieces().stream()
        .filter(Transfer.Piece.Run.class::isInstance)
        .map(Transfer.Piece.Run.class::cast)
        .findFirst()
        .orElseThrow()
        .range();
  }

  // The one way of sending that keeps a thread: for what a format writes as it goes.
  private static void generate(
      IoConsumer<OutputStream> writer, Response response, Callback callback) {
    try (OutputStream out = Content.Sink.asOutputStream(response)) {
      writer.accept(out);
    } catch (IOException | RuntimeException e) {
      callback.failed(e);
      return;
    }
    callback.succeeded();
  }

  private static void begin(Answer answer, Response response) {
    response.setStatus(answer.status());
    HttpFields.Mutable fields = response.getHeaders();
    for (Headers.Field field : answer.headers().fields()) {
      fields.add(field.name(), field.value());
    }
    answer.length().ifPresent(length -> fields.put(HttpHeader.CONTENT_LENGTH, length));
  }
}
