package io.entrepot.engine.rest;

import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The id of a component or an asset, as clients carry it around: opaque to them.
 *
 * @param repository whose
 * @param number its row
 */
record ContentId(String repository, long number) {

  /** The repository's name, a colon, the row in hexadecimal digits; in URL-safe Base64. */
  String text() {
    String plain = repository + ":" + Long.toHexString(number);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads an id.
   *
   * @throws ProblemException 422 if it is none
   */
  static ContentId parse(String text) throws ProblemException {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      int colon = plain.lastIndexOf(':');
      if (colon > 0) {
        return new ContentId(
            plain.substring(0, colon), Long.parseUnsignedLong(plain.substring(colon + 1), 16));
      }
    } catch (IllegalArgumentException e) {
      ProblemException refusal = malformed(text);
      refusal.initCause(e);
      throw refusal;
    }
    throw malformed(text);
  }

  private static ProblemException malformed(String text) {
    return new Problem(422, "MALFORMED", "id: '" + text + "' is no component's or asset's id")
        .asException();
  }
}
