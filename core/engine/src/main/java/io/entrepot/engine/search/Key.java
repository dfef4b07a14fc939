package io.entrepot.engine.search;

import java.util.Comparator;

/**
 * Where a component stands in an order.
 *
 * @param repository empty unless the order is by repositories
 * @param first what comes first in the order: group, name or the version's key
 * @param name used by the order of groups alone
 * @param version used by the order of groups alone
 * @param id what is equal otherwise goes by rows
 */
record Key(String repository, String first, String name, String version, long id) {

  static final Comparator<Key> ORDER =
      Comparator.comparing(Key::repository, Texts.ORDER)
          .thenComparing(Key::first, Texts.ORDER)
          .thenComparing(Key::name, Texts.ORDER)
          .thenComparing(Key::version, Texts.ORDER)
          .thenComparingLong(Key::id);
}
