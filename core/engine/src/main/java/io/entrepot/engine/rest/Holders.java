package io.entrepot.engine.rest;

import io.entrepot.engine.admin.RepositoryAdmin;
import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.admin.SearchQuery;
import io.entrepot.spi.format.RepositoryType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The repositories that hold what others show: a group shows what its members hold.
 *
 * @param shownBy by the name of each that holds something, the one that shows it
 * @param behind of those that a group shows, the ones that it asks before them
 */
record Holders(Map<String, String> shownBy, Map<String, List<String>> behind) {

  /**
   * Of some that the caller may look into. What shows itself is not shown by a group as well; what
   * several groups show, the first one does.
   */
  static Holders of(RepositoryAdmin repositories, List<RepositoryDefinition> open) {
    Map<String, String> shownBy = new LinkedHashMap<>();
    Map<String, List<String>> behind = new HashMap<>();
    for (RepositoryDefinition one : open) {
      if (one.recipe().type() != RepositoryType.GROUP) {
        shownBy.put(one.name(), one.name());
      }
    }
    for (RepositoryDefinition one : open) {
      if (one.recipe().type() == RepositoryType.GROUP) {
        List<String> members = repositories.holders(one.name());
        Map<String, List<String>> order = SearchQuery.inOrder(members);
        for (String member : members) {
          if (shownBy.putIfAbsent(member, one.name()) == null && order.containsKey(member)) {
            behind.put(member, order.get(member));
          }
        }
      }
    }
    return new Holders(shownBy, behind);
  }

  /** Their names. */
  List<String> names() {
    return List.copyOf(shownBy.keySet());
  }

  /** The one that shows what a repository holds. */
  String shownBy(String holder) {
    return shownBy.getOrDefault(holder, holder);
  }
}
