package io.entrepot.engine.search;

import io.entrepot.engine.content.Catalog;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * The repositories in which is looked.
 *
 * @param names their names by the rows of what they hold, in the order of the names
 */
record Scope(Map<Long, String> names) {

  static Scope of(Handle handle, List<String> repositories) {
    Catalog catalog = new Catalog(handle);
    Map<Long, String> names = new LinkedHashMap<>();
    repositories.stream()
        .distinct()
        .sorted(Texts.ORDER)
        .forEach(name -> catalog.content(name).ifPresent(content -> names.put(content, name)));
    return new Scope(names);
  }

  Collection<Long> contents() {
    return names.keySet();
  }

  String name(Found found) {
    return names.get(found.content());
  }

  boolean has(Found found) {
    return names.containsKey(found.content());
  }
}
