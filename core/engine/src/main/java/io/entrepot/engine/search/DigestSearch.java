package io.entrepot.engine.search;

import io.entrepot.engine.admin.AssetView;
import io.entrepot.engine.admin.SearchQuery;
import io.entrepot.engine.content.Catalog;
import io.entrepot.spi.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The assets that have some checksums, with or without a component: repository by repository, in
 * the order of their rows.
 */
final class DigestSearch {

  private final Handle handle;
  private final Scope scope;
  private final SearchQuery query;
  private final Order order;

  DigestSearch(Handle handle, Scope scope, SearchQuery query, Order order) {
    this.handle = handle;
    this.scope = scope;
    this.query = query;
    this.order = order;
  }

  Page<AssetView> page(Token token) {
    Catalog catalog = new Catalog(handle);
    Shadows shadows = new Shadows(handle, scope, query);
    List<AssetView> items = new ArrayList<>();
    Optional<Key> last = Optional.empty();
    List<Long> blobs = catalog.blobs(query.digests().get(0)).stream().sorted().toList();
    for (long content : scope.contents()) {
      String repository = scope.names().get(content);
      for (long blob : blobs) {
        long from = begin(token, repository, blob);
        for (Catalog.Line line : catalog.having(blob, content, from, query.limit() + 1)) {
          if (!has(line)) {
            break; // the same bytes have all the same checksums
          }
          if (shadows.hide(repository, line.asset().path())) {
            continue;
          }
          if (items.size() == query.limit()) {
            return new Page<>(items, last.map(key -> Token.behind(key).cursor(order)));
          }
          items.add(ComponentSearch.view(repository, line));
          last = Optional.of(key(repository, blob, line.id()));
        }
      }
    }
    return Page.last(items);
  }

  /** Behind which row a blob's assets in a repository are still to be told of. */
  private static long begin(Token token, String repository, long blob) {
    if (token.after().isEmpty()) {
      return 0;
    }
    Key after = token.after().get();
    int compared = Key.ORDER.compare(key(repository, blob, after.id()), after);
    if (compared == 0) {
      return after.id();
    }
    return compared > 0 ? 0 : Long.MAX_VALUE;
  }

  private static Key key(String repository, long blob, long asset) {
    return new Key(repository, "%019d".formatted(blob), "", "", asset);
  }

  private boolean has(Catalog.Line line) {
    return query.digests().stream()
        .allMatch(
            digest -> line.asset().blob().digest(digest.algorithm()).equals(Optional.of(digest)));
  }
}
