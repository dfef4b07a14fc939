package io.entrepot.engine.search;

import io.entrepot.engine.admin.SearchQuery;
import io.entrepot.engine.content.Catalog;
import io.entrepot.spi.blob.Digest;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * One search for components, within a read: gathered if few can match, met on a walk otherwise. A
 * walk that found too little for too long ends before its page is full.
 */
final class Hunt {

  /** So many components are looked at for a page; what matches more rarely is gathered, mostly. */
  static final int MOST_LOOKED_AT = 20_000;

  private final Handle handle;
  private final Scope scope;
  private final Order order;
  private final Filter filter;
  private final List<Digest> digests;
  private final Optional<Iterator<Walk.Step>> gathered;
  private final Optional<Walk> walk;
  private int left = MOST_LOOKED_AT;
  private Optional<Key> seen;

  Hunt(Handle handle, TextIndex texts, Scope scope, SearchQuery query, Optional<Key> after) {
    this.handle = handle;
    this.scope = scope;
    this.order = new Order(query.order(), query.descending());
    this.filter = Filter.of(query);
    this.digests = query.digests();
    this.seen = after;
    this.gathered =
        new Gathering(handle, texts, scope.contents(), filter, digests)
            .gather()
            .map(found -> sorted(found, after));
    boolean narrow = !filter.open() || !digests.isEmpty();
    this.walk =
        gathered.isPresent()
            ? Optional.empty()
            : Optional.of(
                new Walk(
                    handle,
                    order,
                    filter,
                    scope.names(),
                    after,
                    narrow ? 4 * query.limit() : query.limit() + 1));
  }

  /** The next one; empty if there is no more, or none was met for too long: see {@link #tired}. */
  Optional<Walk.Step> next() {
    if (gathered.isPresent()) {
      return gathered.get().hasNext() ? Optional.of(gathered.get().next()) : Optional.empty();
    }
    Optional<Walk.Step> step = walk.orElseThrow().next();
    while (step.isPresent()) {
      if (matches(step.get().found())) {
        return step;
      }
      seen = Optional.of(step.get().key());
      if (--left <= 0) {
        return Optional.empty();
      }
      step = walk.orElseThrow().next();
    }
    return Optional.empty();
  }

  /** Where the next page goes on if the search stopped only because it looked at so much. */
  Optional<Key> tired() {
    return left <= 0 ? seen : Optional.empty();
  }

  private Iterator<Walk.Step> sorted(List<Found> found, Optional<Key> after) {
    return found.stream()
        .filter(one -> scope.has(one) && matches(one))
        .map(one -> new Walk.Step(order.key(one, scope.name(one)), one))
        .filter(step -> after.isEmpty() || order.comparator().compare(step.key(), after.get()) > 0)
        .sorted((one, other) -> order.comparator().compare(one.key(), other.key()))
        .iterator();
  }

  private boolean matches(Found found) {
    return filter.matches(found) && digests.stream().allMatch(digest -> hasAsset(found, digest));
  }

  private boolean hasAsset(Found found, Digest digest) {
    return new Catalog(handle)
        .of(found.id(), 0, ComponentSearch.MOST_ASSETS).stream()
            .anyMatch(
                line -> line.asset().blob().digest(digest.algorithm()).equals(Optional.of(digest)));
  }
}
