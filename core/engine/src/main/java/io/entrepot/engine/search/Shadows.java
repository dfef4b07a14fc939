package io.entrepot.engine.search;

import io.entrepot.engine.admin.SearchQuery;
import io.entrepot.engine.content.Catalog;
import io.entrepot.spi.content.AssetPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/**
 * What is not seen of a repository because one in front of it has the same: as it is when several
 * are seen as one. Looks into an index for each of those in front, and remembers nothing of pages
 * before.
 */
final class Shadows {

  private final Catalog catalog;
  private final Scope scope;
  private final Map<String, List<String>> behind;
  private final Map<String, Long> contents = new HashMap<>();

  Shadows(Handle handle, Scope scope, SearchQuery query) {
    this.catalog = new Catalog(handle);
    this.scope = scope;
    this.behind = query.behind();
  }

  /** Whether one in front has a component of the same name. */
  boolean hide(Found found) {
    return any(scope.name(found), content -> catalog.has(content, found.component()));
  }

  /** Whether one in front of a repository has an asset at the same path. */
  boolean hide(String repository, AssetPath path) {
    return any(repository, content -> catalog.has(content, path));
  }

  private boolean any(String repository, Predicate<Long> has) {
    return behind.getOrDefault(repository, List.of()).stream()
        .map(this::content)
        .anyMatch(content -> content > 0 && has.test(content));
  }

  /** The row of what it holds; 0 if it holds nothing. */
  private long content(String repository) {
    return contents.computeIfAbsent(repository, name -> catalog.content(name).orElse(0L));
  }
}
