package io.entrepot.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.entrepot.spi.blob.ByteRange;
import io.entrepot.spi.content.StoredBlob;
import io.entrepot.spi.http.Headers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * A {@code 206} (RFC 9110 §15.3.7).
 *
 * @param blob the whole
 * @param headers of the whole
 * @param ranges the parts, at least one
 */
record Parts(StoredBlob blob, Headers headers, List<ByteRange> ranges) {

  /** One part as it is, several as {@code multipart/byteranges} (§14.6). */
  Answer answer() {
    return ranges.size() == 1 ? single(ranges.get(0)) : several();
  }

  private Answer single(ByteRange range) {
    return new Answer(
        206,
        headers.and("Content-Range", contentRange(range, blob.size())),
        OptionalLong.of(range.length()),
        new Answer.Payload.Blob(blob, List.of(new Transfer.Piece.Run(range))));
  }

  private Answer several() {
    String boundary = UUID.randomUUID().toString();
    String type = headers.first("Content-Type").orElse("application/octet-stream");
    List<Transfer.Piece> pieces = new ArrayList<>();
    long length = 0;
    for (ByteRange range : ranges) {
      byte[] head =
          ("\r\n--"
                  + boundary
                  + "\r\nContent-Type: "
                  + type
                  + "\r\nContent-Range: "
                  + contentRange(range, blob.size())
                  + "\r\n\r\n")
              .getBytes(UTF_8);
      pieces.add(new Transfer.Piece.Literal(ByteBuffer.wrap(head)));
      pieces.add(new Transfer.Piece.Run(range));
      length += head.length + range.length();
    }
    byte[] tail = ("\r\n--" + boundary + "--\r\n").getBytes(UTF_8);
    pieces.add(new Transfer.Piece.Literal(ByteBuffer.wrap(tail)));
    Headers multipart =
        headers
            .without(Set.of("Content-Type"))
            .and("Content-Type", "multipart/byteranges; boundary=" + boundary);
    return new Answer(
        206,
        multipart,
        OptionalLong.of(length + tail.length),
        new Answer.Payload.Blob(blob, pieces));
  }

  /** The field that says which part of how much it is (§14.4). */
  static String contentRange(ByteRange range, long size) {
    return "bytes " + range.offset() + "-" + (range.end() - 1) + "/" + size;
  }
}
