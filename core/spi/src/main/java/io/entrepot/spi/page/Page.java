package io.entrepot.spi.page;

import java.util.List;
import java.util.Optional;

/**
 * Some items of a longer list.
 *
 * @param <T> what is listed
 * @param items in order
 * @param next where the next page begins; empty on the last
 */
public record Page<T>(List<T> items, Optional<Cursor> next) {

  public Page {
    items = List.copyOf(items);
  }

  /** A last page. */
  public static <T> Page<T> last(List<T> items) {
    return new Page<>(items, Optional.empty());
  }
}
