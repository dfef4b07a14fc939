package io.entrepot.testkit;

import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Orders and cuts lists as the SPI wants them. */
final class Pages {

  /** By UTF-8 bytes: not the order of Java's strings, where characters lie beyond U+FFFF. */
  static final Comparator<String> BINARY =
      (one, other) ->
          Arrays.compareUnsigned(
              one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

  /** ASCII letters without regard to case first, then binary. */
  static final Comparator<String> CASELESS =
      Comparator.comparing(Pages::lowered, BINARY).thenComparing(BINARY);

  private Pages() {}

  static <T> Page<T> of(
      Collection<T> all,
      Cursor from,
      int limit,
      Comparator<String> order,
      Function<T, String> key) {
    List<T> behind =
        all.stream()
            .filter(item -> from.atStart() || order.compare(key.apply(item), from.after()) > 0)
            .sorted(Comparator.comparing(key, order))
            .limit(limit + 1L)
            .toList();
    if (behind.size() <= limit) {
      return Page.last(behind);
    }
    List<T> items = behind.subList(0, limit);
    return new Page<>(items, Optional.of(Cursor.after(key.apply(items.get(limit - 1)))));
  }

  private static String lowered(String text) {
    StringBuilder lowered = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        lowered.setCharAt(i, (char) (c + ('a' - 'A')));
      }
    }
    return lowered.toString();
  }
}
