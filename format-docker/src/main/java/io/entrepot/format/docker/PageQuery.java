package io.entrepot.format.docker;

import io.entrepot.spi.http.Parameters;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.page.Cursor;
import java.util.regex.Pattern;

/**
 * Which page of a list is asked for (OCI distribution-spec §Listing Tags).
 *
 * @param size at most so many items; may be 0
 * @param last the item behind which to begin; empty for the beginning
 */
record PageQuery(int size, String last) {

  /** The most items of a page, which is also what those get who do not say. */
  static final int LARGEST = 10_000;

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  /**
   * Reads {@code n} and {@code last}.
   *
   * @throws ProblemException {@code PAGINATION_NUMBER_INVALID} if {@code n} is no such number
   */
  static PageQuery of(Parameters query) throws ProblemException {
    String last = query.first("last").orElse("");
    String n = query.first("n").orElse("");
    if (n.isEmpty()) {
      return new PageQuery(LARGEST, last);
    }
    if (!NUMBER.matcher(n).matches() || Integer.parseInt(n) > LARGEST) {
      throw DockerError.PAGINATION_NUMBER_INVALID.because(
          "n is '" + Shown.of(n) + "', but must be a number from 0 to " + LARGEST);
    }
    return new PageQuery(Integer.parseInt(n), last);
  }

  /** The same where names have nothing before them that clients see. */
  PageQuery without(String prefix) {
    return new PageQuery(size, last.startsWith(prefix) ? last.substring(prefix.length()) : last);
  }

  Cursor cursor() {
    return Cursor.after(last);
  }
}
