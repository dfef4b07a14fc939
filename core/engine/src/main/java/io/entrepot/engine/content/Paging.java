package io.entrepot.engine.content;

import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Pages cut from one item more than they hold. */
final class Paging {

  private static final int MOST = 10_000;

  private Paging() {}

  static void check(int limit) {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("a page has 1 to " + MOST + " items, not " + limit);
    }
  }

  static <T> Page<T> page(List<T> found, int limit, Function<T, String> key) {
    if (found.size() <= limit) {
      return Page.last(found);
    }
    List<T> items = found.subList(0, limit);
    return new Page<>(items, Optional.of(Cursor.after(key.apply(items.get(limit - 1)))));
  }
}
