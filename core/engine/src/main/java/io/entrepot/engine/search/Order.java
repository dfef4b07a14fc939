package io.entrepot.engine.search;

import io.entrepot.engine.admin.SearchOrder;
import io.entrepot.engine.admin.SearchQuery.Field;
import java.util.Comparator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * An order of components, and the run through the index that is in it.
 *
 * @param by what goes first
 * @param descending whether it is turned around
 */
record Order(SearchOrder by, boolean descending) {

  private static final String SELECT = "SELECT" + Found.COLUMNS + " WHERE c.content = ? AND ";

  /** The order of what is found, by keys. */
  Comparator<Key> comparator() {
    return descending ? Key.ORDER.reversed() : Key.ORDER;
  }

  /** Where a component stands. */
  Key key(Found found, String repository) {
    return switch (by) {
      case GROUP, REPOSITORY ->
          new Key(owner(repository), found.group(), found.name(), found.version(), found.id());
      case NAME -> new Key("", found.name(), "", "", found.id());
      case VERSION -> new Key("", found.versionKey(), "", "", found.id());
    };
  }

  /** Where a repository's run begins that looks for what matches a filter: in front of it all. */
  Key first(Filter filter, String repository) {
    return new Key(owner(repository), descending ? behind(filter) : from(filter), "", "", 0);
  }

  /** What no component of a repository stands behind. */
  Key last(String repository) {
    return new Key(
        owner(repository), descending ? "" : Texts.LAST, "", "", descending ? 0 : Long.MAX_VALUE);
  }

  /** The text at which a run ends that looks for what matches a filter. */
  String end(Filter filter) {
    return descending ? from(filter) : behind(filter);
  }

  /** A repository's components behind a key, in this order. */
  Query run(Handle handle, long content, Key after, String end, int limit) {
    boolean grouped = by == SearchOrder.GROUP || by == SearchOrder.REPOSITORY;
    Query query = handle.createQuery(grouped ? groups() : column()).bind(0, content);
    if (grouped) {
      query
          .bind(1, after.first())
          .bind(2, after.name())
          .bind(3, after.version())
          .bind(4, after.id())
          .bind(5, end)
          .bind(6, limit);
      return query;
    }
    return query.bind(1, after.first()).bind(2, after.id()).bind(3, end).bind(4, limit);
  }

  private String owner(String repository) {
    return by == SearchOrder.REPOSITORY ? repository : "";
  }

  private String groups() {
    return SELECT
        + "(c.group_name, c.name, c.version, c.id)"
        + (descending
            ? " < (?, ?, ?, ?) AND c.group_name >= ?"
            : " > (?, ?, ?, ?) AND c.group_name < ?")
        + " ORDER BY c.group_name %1$s, c.name %1$s, c.version %1$s, c.id %1$s LIMIT ?"
            .formatted(descending ? "DESC" : "ASC");
  }

  private String column() {
    String column = by == SearchOrder.NAME ? "c.name" : "c.version_key";
    return SELECT
        + "("
        + column
        + ", c.id)"
        + (descending ? " < (?, ?) AND " + column + " >= ?" : " > (?, ?) AND " + column + " < ?")
        + " ORDER BY %2$s %1$s, c.id %1$s LIMIT ?".formatted(descending ? "DESC" : "ASC", column);
  }

  private String from(Filter filter) {
    return switch (by) {
      case GROUP, REPOSITORY -> filter.prefix(Field.GROUP);
      case NAME -> filter.prefix(Field.NAME);
      case VERSION -> "";
    };
  }

  private String behind(Filter filter) {
    String prefix = from(filter);
    return prefix.isEmpty() ? Texts.LAST : Texts.behind(prefix);
  }
}
