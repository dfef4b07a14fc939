package io.entrepot.spi.http;

import io.entrepot.spi.blob.GrowingBlob;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.StoredBlob;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a reply carries. For {@code HEAD} the engine sends the fields of the body, not the body. */
public sealed interface Body {

  /** Nothing. */
  record Empty() implements Body {}

  /**
   * A few bytes.
   *
   * @param value them
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Bytes(byte[] value) implements Body {}

  /**
   * Stored content. The engine applies conditions and ranges (RFC 9110 §13, §14) to a {@code 200}.
   *
   * @param blob which
   * @param asset the asset of the repository whose bytes they are: that it was read is noted
   */
  record Stored(StoredBlob blob, Optional<AssetPath> asset) implements Body {

    /** Bytes that are read for no asset's sake. */
    public Stored(StoredBlob blob) {
      this(blob, Optional.empty());
    }
  }

  /**
   * Bytes that are still coming in, sent as they come. Of a {@code 200} the engine sends the range
   * that is asked for, if the length is known.
   *
   * @param bytes them
   */
  record Growing(GrowingBlob bytes) implements Body {}

  /**
   * Made while it is sent; its length is not known.
   *
   * @param writer writes it; must not close the stream
   */
  record Generated(IoConsumer<OutputStream> writer) implements Body {}

  /** Nothing. */
  static Body empty() {
    return new Empty();
  }

  /** A text, as UTF-8. */
  static Body text(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
