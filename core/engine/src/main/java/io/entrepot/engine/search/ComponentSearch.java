package io.entrepot.engine.search;

import io.entrepot.engine.admin.AssetView;
import io.entrepot.engine.admin.ComponentView;
import io.entrepot.engine.admin.ContentSearch;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.SearchQuery;
import io.entrepot.engine.content.Catalog;
import io.entrepot.engine.database.Database;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Searches in the database. */
@org.osgi.service.component.annotations.Component(service = ContentSearch.class)
public final class ComponentSearch implements ContentSearch, AutoCloseable {

  /** So many assets of a component are told of, and looked at. */
  static final int MOST_ASSETS = 1_000;

  private final Database database;
  private final TextIndex texts;

  /** A search; from here on what is committed is found. */
  @Activate
  public ComponentSearch(@Reference Database database) {
    this.database = database;
    this.texts = new TextIndex(database);
  }

  /** What keeps up with commits. */
  TextIndex texts() {
    return texts;
  }

  @Override
  public Page<ComponentView> components(SearchQuery query) throws RefusedException, IOException {
    Order order = new Order(query.order(), query.descending());
    Token token = Token.read(query.from(), order);
    return database.read(handle -> components(handle, query, order, token));
  }

  @Override
  public Page<AssetView> assets(SearchQuery query) throws RefusedException, IOException {
    Order order = new Order(query.order(), query.descending());
    Token token = Token.read(query.from(), order);
    boolean digestsAlone = !query.digests().isEmpty() && Filter.of(query).open();
    return database.read(
        handle -> {
          Scope scope = Scope.of(handle, query.repositories());
          return digestsAlone
              ? new DigestSearch(handle, scope, query, order).page(token)
              : new AssetSearch(handle, texts, scope, query, order).page(token);
        });
  }

  @Override
  public Optional<ComponentView> component(String repository, long id) throws IOException {
    return database.read(
        handle -> {
          Catalog catalog = new Catalog(handle);
          Optional<Component> found =
              catalog.content(repository).flatMap(content -> catalog.component(content, id));
          return found.map(
              component -> view(repository, id, component, catalog.of(id, 0, MOST_ASSETS)));
        });
  }

  @Override
  public Optional<AssetView> asset(String repository, long id) throws IOException {
    return database.read(
        handle -> {
          Catalog catalog = new Catalog(handle);
          return catalog
              .content(repository)
              .flatMap(content -> catalog.asset(content, id))
              .map(line -> view(repository, line));
        });
  }

  @Override
  public Page<AssetView> list(List<String> repositories, Cursor from, int limit)
      throws IOException {
    TreeMap<String, AssetView> first = new TreeMap<>(Texts.ORDER);
    database.read(
        handle -> {
          Catalog catalog = new Catalog(handle);
          for (String repository : repositories) {
            Optional<Long> content = catalog.content(repository);
            if (content.isPresent()) {
              catalog
                  .behind(content.get(), from.after(), limit + 1)
                  .forEach(
                      line ->
                          first.putIfAbsent(line.asset().path().value(), view(repository, line)));
            }
          }
          return first;
        });
    List<AssetView> found = first.values().stream().limit(limit + 1L).toList();
    if (found.size() <= limit) {
      return Page.last(found);
    }
    List<AssetView> items = found.subList(0, limit);
    String last = items.get(limit - 1).asset().path().value();
    return new Page<>(items, Optional.of(Cursor.after(last)));
  }

  @Deactivate
  @Override
  public void close() {
    texts.close();
  }

  static AssetView view(String repository, Catalog.Line line) {
    return new AssetView(
        line.id(), repository, line.asset(), line.blobCreated(), line.downloaded());
  }

  private static ComponentView view(
      String repository, long id, Component component, List<Catalog.Line> assets) {
    return new ComponentView(
        id,
        repository,
        component,
        assets.stream().limit(MOST_ASSETS).map(line -> view(repository, line)).toList());
  }

  private Page<ComponentView> components(
      Handle handle, SearchQuery query, Order order, Token token) {
    Scope scope = Scope.of(handle, query.repositories());
    Hunt hunt = new Hunt(handle, texts, scope, query, token.after());
    Shadows shadows = new Shadows(handle, scope, query);
    List<Found> found = new ArrayList<>();
    Optional<Key> last = Optional.empty();
    Optional<Key> next = Optional.empty();
    Optional<Walk.Step> step = hunt.next();
    while (step.isPresent() && next.isEmpty()) {
      if (shadows.hide(step.get().found())) {
        step = hunt.next();
      } else if (found.size() == query.limit()) {
        next = last;
      } else {
        found.add(step.get().found());
        last = Optional.of(step.get().key());
        step = hunt.next();
      }
    }
    return new Page<>(
        views(handle, scope, found),
        next.or(hunt::tired).map(key -> Token.behind(key).cursor(order)));
  }

  private static List<ComponentView> views(Handle handle, Scope scope, List<Found> found) {
    Catalog catalog = new Catalog(handle);
    List<ComponentView> views = new ArrayList<>();
    for (int i = 0; i < found.size(); i += Catalog.MOST_AT_ONCE) {
      List<Found> some = found.subList(i, Math.min(found.size(), i + Catalog.MOST_AT_ONCE));
      Optional<Map<Long, List<Catalog.Line>>> lines =
          catalog.ofAll(some.stream().map(Found::id).toList());
      for (Found one : some) {
        List<Catalog.Line> assets =
            lines.isPresent()
                ? lines.get().getOrDefault(one.id(), List.of())
                : catalog.of(one.id(), 0, MOST_ASSETS);
        views.add(view(scope.name(one), one.id(), one.component(), assets));
      }
    }
    return views;
  }
}
