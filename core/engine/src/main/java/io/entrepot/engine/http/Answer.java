package io.entrepot.engine.http;

import io.entrepot.spi.blob.ByteRange;
import io.entrepot.spi.blob.GrowingBlob;
import io.entrepot.spi.content.StoredBlob;
import io.entrepot.spi.http.Body;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.IoConsumer;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Response.Reply;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What goes over the wire for a reply, once the conditions and ranges of the request were applied
 * to it.
 *
 * @param status the HTTP status
 * @param headers all fields but {@code Content-Length} and {@code Date}
 * @param length the value of {@code Content-Length}; empty for none
 * @param payload the body
 */
record Answer(int status, Headers headers, OptionalLong length, Payload payload) {

  /** What is sent behind the fields. */
  sealed interface Payload {
    /** Nothing. */
    record None() implements Payload {}

    /** Bytes at hand. */
    record Bytes(ByteBuffer bytes) implements Payload {}

    /** Pieces of a blob. */
    record Blob(StoredBlob blob, List<Transfer.Piece> pieces) implements Payload {}

    /** Bytes that are still coming in, from one on; as many as the answer's length says, or all. */
    record Growing(GrowingBlob bytes, long from) implements Payload {}

    /** Made while it is sent. */
    record Generated(IoConsumer<OutputStream> writer) implements Payload {}
  }

  private static final String NOSNIFF = "X-Content-Type-Options";

  // What a browser would run in the name of this server, if it were not told to lock it up.
  private static final Set<String> ACTIVE =
      Set.of(
          "text/html",
          "application/xhtml+xml",
          "image/svg+xml",
          "text/xml",
          "application/xml",
          "text/xsl");

  /**
   * The answer to a request.
   *
   * @throws ProblemException 412 or 416, if the request's conditions or ranges come to that
   */
  static Answer of(Message message, Reply reply) throws ProblemException {
    boolean read = message.method() == Method.GET || message.method() == Method.HEAD;
    Headers headers = guarded(reply.headers());
    if (!read || reply.status() != 200) {
      return whole(message, reply.status(), headers, reply.body());
    }
    Conditions conditions = new Conditions(message.headers(), headers);
    return switch (conditions.verdict()) {
      case FAILED ->
          throw new Problem(412, "PRECONDITION_FAILED", "it is not as the request requires")
              .asException();
      case NOT_MODIFIED ->
          new Answer(304, unbodied(headers), OptionalLong.empty(), new Payload.None());
      case SEND -> sent(message, conditions, headers, reply.body());
    };
  }

  private static Answer sent(Message message, Conditions conditions, Headers headers, Body body)
      throws ProblemException {
    OptionalLong known =
        body instanceof Body.Stored || body instanceof Body.Growing
            ? length(body)
            : OptionalLong.empty();
    if (known.isEmpty()) {
      return whole(message, 200, headers, body);
    }
    Headers ranged = headers.and("Accept-Ranges", "bytes");
    Optional<String> field = message.headers().first("Range");
    if (field.isEmpty() || message.method() == Method.HEAD || !conditions.rangeApplies()) {
      return whole(message, 200, ranged, body);
    }
    long size = known.getAsLong();
    Optional<List<ByteRange>> ranges = Ranges.of(field.get(), size);
    if (ranges.isEmpty()) {
      return whole(message, 200, ranged, body);
    }
    if (ranges.get().isEmpty()) {
      throw new Problem(
              416,
              "RANGE_NOT_SATISFIABLE",
              "it has " + size + " bytes: none of the requested ranges lies within",
              Headers.of("Content-Range", "bytes */" + size))
          .asException();
    }
    if (body instanceof Body.Stored stored) {
      return new Parts(stored.blob(), ranged, ranges.get()).answer();
    }
    return ranges.get().size() == 1
        ? part(((Body.Growing) body).bytes(), ranged, ranges.get().get(0), size)
        : whole(message, 200, ranged, body);
  }

  private static Answer part(GrowingBlob bytes, Headers headers, ByteRange range, long size) {
    return new Answer(
        206,
        headers.and("Content-Range", Parts.contentRange(range, size)),
        OptionalLong.of(range.length()),
        new Payload.Growing(bytes, range.offset()));
  }

  private static Answer whole(Message message, int status, Headers headers, Body body) {
    boolean bodiless = status == 204 || status == 304;
    boolean head = message.method() == Method.HEAD;
    OptionalLong length = bodiless ? OptionalLong.empty() : length(body);
    Payload payload = head || bodiless ? new Payload.None() : payload(body);
    return new Answer(status, headers, length, payload);
  }

  private static OptionalLong length(Body body) {
    if (body instanceof Body.Stored stored) {
      return OptionalLong.of(stored.blob().size());
    }
    if (body instanceof Body.Bytes bytes) {
      return OptionalLong.of(bytes.value().length);
    }
    if (body instanceof Body.Growing growing) {
      return growing.bytes().length();
    }
    return body instanceof Body.Empty ? OptionalLong.of(0) : OptionalLong.empty();
  }

  private static Payload payload(Body body) {
    if (body instanceof Body.Stored stored) {
      ByteRange all = ByteRange.all(stored.blob().size());
      return new Payload.Blob(stored.blob(), List.of(new Transfer.Piece.Run(all)));
    }
    if (body instanceof Body.Bytes bytes) {
      return new Payload.Bytes(ByteBuffer.wrap(bytes.value()));
    }
    if (body instanceof Body.Growing growing) {
      return new Payload.Growing(growing.bytes(), 0);
    }
    return body instanceof Body.Generated generated
        ? new Payload.Generated(generated.writer())
        : new Payload.None();
  }

  // A stored file must never act in a browser as if this server had written it.
  private static Headers guarded(Headers headers) {
    Headers guarded =
        headers.first(NOSNIFF).isPresent() ? headers : headers.and(NOSNIFF, "nosniff");
    boolean active = headers.first("Content-Type").filter(Answer::active).isPresent();
    return active && headers.first("Content-Security-Policy").isEmpty()
        ? guarded.and("Content-Security-Policy", "sandbox")
        : guarded;
  }

  private static boolean active(String type) {
    int semicolon = type.indexOf(';');
    String bare = semicolon < 0 ? type : type.substring(0, semicolon);
    return ACTIVE.contains(bare.strip().toLowerCase(Locale.ROOT));
  }

  private static Headers unbodied(Headers headers) {
    return headers.without(Set.of("Content-Type", "Content-Disposition", "Content-Encoding"));
  }
}
