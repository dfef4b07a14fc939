package io.entrepot.engine.search;

import io.entrepot.engine.admin.AssetView;
import io.entrepot.engine.admin.SearchQuery;
import io.entrepot.engine.content.Catalog;
import io.entrepot.spi.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The assets of the components that a search finds. */
final class AssetSearch {

  private final Handle handle;
  private final TextIndex texts;
  private final Scope scope;
  private final SearchQuery query;
  private final Order order;
  private final Shadows shadows;
  private final List<AssetView> items = new ArrayList<>();

  AssetSearch(Handle handle, TextIndex texts, Scope scope, SearchQuery query, Order order) {
    this.handle = handle;
    this.texts = texts;
    this.scope = scope;
    this.query = query;
    this.order = order;
    this.shadows = new Shadows(handle, scope, query);
  }

  Page<AssetView> page(Token token) {
    Hunt hunt = new Hunt(handle, texts, scope, query, token.after());
    Optional<Key> done = token.after();
    Optional<Walk.Step> step = hunt.next();
    while (step.isPresent()) {
      Found found = step.get().found();
      long skip = found.id() == token.component() ? token.asset() : 0;
      Optional<Long> last = add(found, skip);
      if (last.isPresent()) {
        return new Page<>(
            items, Optional.of(new Token(done, found.id(), last.get()).cursor(order)));
      }
      done = Optional.of(step.get().key());
      step = hunt.next();
    }
    return new Page<>(items, hunt.tired().map(key -> Token.behind(key).cursor(order)));
  }

  /** Adds a component's assets; the last that was taken, if there is room for no more of them. */
  private Optional<Long> add(Found found, long skip) {
    long last = skip;
    List<Catalog.Line> lines =
        new Catalog(handle).of(found.id(), skip, ComponentSearch.MOST_ASSETS);
    for (Catalog.Line line : lines) {
      if (hasDigests(line) && !shadows.hide(scope.name(found), line.asset().path())) {
        if (items.size() == query.limit()) {
          return Optional.of(last);
        }
        items.add(ComponentSearch.view(scope.name(found), line));
      }
      last = line.id();
    }
    return Optional.empty();
  }

  private boolean hasDigests(Catalog.Line line) {
    return query.digests().stream()
        .allMatch(
            digest -> line.asset().blob().digest(digest.algorithm()).equals(Optional.of(digest)));
  }
}
