package io.entrepot.format.docker;

import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Request;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bytes of a blob a chunk is (OCI distribution-spec §Pushing a blob in chunks): unlike HTTP's
 * field of that name it has neither unit nor total.
 *
 * @param first the offset of its first byte
 * @param last the offset of its last byte
 */
record ContentRange(long first, long last) {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");

  /**
   * What a request says of its body; empty if it says nothing.
   *
   * @throws ProblemException if it is malformed, or the body is announced with another length
   */
  static Optional<ContentRange> of(Request request) throws ProblemException {
    Optional<String> field = request.headers().first("Content-Range");
    if (field.isEmpty()) {
      return Optional.empty();
    }
    Matcher match = FORM.matcher(field.get());
    if (!match.matches()) {
      throw DockerError.BLOB_UPLOAD_INVALID.because(
          "Content-Range '" + Shown.of(field.get()) + "' is not <first>-<last>");
    }
    ContentRange range =
        new ContentRange(Long.parseLong(match.group(1)), Long.parseLong(match.group(2)));
    OptionalLong announced = request.contentLength();
    if (announced.isPresent() && announced.getAsLong() != range.length()) {
      throw DockerError.SIZE_INVALID.because(
          "Content-Range '%s' is %d bytes, but the body has %d"
              .formatted(field.get(), range.length(), announced.getAsLong()));
    }
    return Optional.of(range);
  }

  /** How many bytes that are. */
  long length() {
    return last - first + 1;
  }
}
