package io.entrepot.engine.search;

import io.entrepot.engine.admin.SearchQuery.Field;
import io.entrepot.engine.content.Catalog;
import io.entrepot.spi.blob.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Gathers all that can match a filter, if some index says that these are few. */
final class Gathering {

  /** What is more than that is not gathered. */
  static final int MOST = 1_000;

  private static final String SELECT = "SELECT" + Found.COLUMNS;

  private static final String BY_TEXT =
      "SELECT"
          + Found.COLUMNS.replace(" FROM component c", "")
          + " FROM component_text t JOIN component c ON c.id = t.rowid"
          + " WHERE t.component_text MATCH ? LIMIT ?";

  private static final String BY_BLOB =
      SELECT
          + " JOIN asset a ON a.component = c.id"
          + " WHERE a.blob = ? AND a.content = ? LIMIT ?";

  private final Handle handle;
  private final TextIndex texts;
  private final Collection<Long> contents;
  private final Filter filter;
  private final List<Digest> digests;

  Gathering(
      Handle handle,
      TextIndex texts,
      Collection<Long> contents,
      Filter filter,
      List<Digest> digests) {
    this.handle = handle;
    this.texts = texts;
    this.contents = contents;
    this.filter = filter;
    this.digests = digests;
  }

  /** All that can match, and more; empty if these are too many to be gathered. */
  Optional<List<Found>> gather() {
    return Stream.<Supplier<Optional<List<Found>>>>of(
            this::byDigest,
            () -> byExact(Field.NAME, "name"),
            () -> byPrefix(Field.NAME, "name"),
            () -> byText(texts.rarest(filter.fragments())),
            () -> byText(TextIndex.trigrams(filter.fragments())),
            () -> byExact(Field.GROUP, "group_name"),
            () -> byPrefix(Field.GROUP, "group_name"))
        .map(Supplier::get)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<List<Found>> byDigest() {
    if (digests.isEmpty()) {
      return Optional.empty();
    }
    List<Long> blobs = new Catalog(handle).blobs(digests.get(0));
    List<Found> all = new ArrayList<>();
    for (long blob : blobs) {
      for (long content : contents) {
        all.addAll(rows(handle.createQuery(BY_BLOB).bind(0, blob).bind(1, content), 2, all));
      }
    }
    return few(all.stream().distinct().toList(), all);
  }

  private Optional<List<Found>> byText(Set<String> trigrams) {
    if (trigrams.isEmpty()) {
      return Optional.empty();
    }
    List<Found> late = TextIndex.late(handle).stream().filter(filter::matches).toList();
    String expression = TextIndex.expression(trigrams);
    List<Found> all = rows(handle.createQuery(BY_TEXT).bind(0, expression), 1, List.of());
    return few(Stream.concat(all.stream(), late.stream()).distinct().toList(), all);
  }

  private Optional<List<Found>> byExact(Field field, String column) {
    return filter.exact(field).flatMap(text -> range(column, text, text + '\u0001'));
  }

  private Optional<List<Found>> byPrefix(Field field, String column) {
    String prefix = filter.prefix(field);
    return prefix.isEmpty() ? Optional.empty() : range(column, prefix, Texts.behind(prefix));
  }

  private Optional<List<Found>> range(String column, String from, String to) {
    String sql = SELECT + " WHERE c.content = ? AND c." + column + " >= ? AND c." + column + " < ?";
    List<Found> all = new ArrayList<>();
    for (long content : contents) {
      Query query = handle.createQuery(sql + " LIMIT ?");
      all.addAll(rows(query.bind(0, content).bind(1, from).bind(2, to), 3, all));
      if (all.size() > MOST) {
        return Optional.empty();
      }
    }
    return few(all, all);
  }

  private static List<Found> rows(Query query, int limit, List<Found> before) {
    return query
        .bind(limit, MOST + 1 - Math.min(MOST, before.size()))
        .map((row, context) -> Found.of(row))
        .list();
  }

  private static Optional<List<Found>> few(List<Found> distinct, List<Found> all) {
    return all.size() > MOST ? Optional.empty() : Optional.of(distinct);
  }
}
