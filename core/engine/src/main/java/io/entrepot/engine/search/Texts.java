package io.entrepot.engine.search;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** Texts in the binary order of UTF-8, the database's. */
final class Texts {

  static final Comparator<String> ORDER =
      (one, other) ->
          Arrays.compareUnsigned(
              one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

  /** Greater than every text but those that begin with it, of which there are none. */
  static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  private Texts() {}

  /** What all texts that begin with a prefix are less than. */
  static String behind(String prefix) {
    int end = prefix.length();
    while (end > 0) {
      int last = prefix.codePointBefore(end);
      end -= Character.charCount(last);
      if (last < Character.MAX_CODE_POINT) {
        // Surrogates are no characters of their own.
        int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
        return prefix.substring(0, end) + Character.toString(next);
      }
    }
    return LAST;
  }
}
