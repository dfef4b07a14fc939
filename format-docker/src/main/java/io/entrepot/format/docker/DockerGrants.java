package io.entrepot.format.docker;

import io.entrepot.spi.security.Action;
import io.entrepot.spi.security.Claims;
import io.entrepot.spi.security.Permission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a token is good for. Rights are given by repository, so tokens are limited by repository
 * too: one for an image is good for its neighbours.
 */
final class DockerGrants {

  private static final String CLAIM = "access";

  /** In place of a repository's name: all of them. */
  private static final String ALL = "*";

  private final Map<String, Set<Action>> actions = new TreeMap<>();

  /** Those that a token has. What is not understood gives no right. */
  static DockerGrants of(Claims claims) {
    DockerGrants grants = new DockerGrants();
    if (claims.more().get(CLAIM) instanceof List<?> entries) {
      for (Object entry : entries) {
        if (entry instanceof Map<?, ?> grant
            && grant.get("name") instanceof String repository
            && grant.get("actions") instanceof List<?> labels) {
          for (Action action : Action.values()) {
            if (labels.contains(action.label())) {
              grants.add(repository, action);
            }
          }
        }
      }
    }
    return grants;
  }

  /** Adds the right to do something in a repository. */
  void add(String repository, Action action) {
    actions.computeIfAbsent(repository, name -> EnumSet.noneOf(Action.class)).add(action);
  }

  /** Adds the right to see what is in any repository. */
  void addCatalog() {
    add(ALL, Action.BROWSE);
    add(ALL, Action.READ);
  }

  /** Whether they go as far as that. */
  boolean cover(Permission permission) {
    return permission.format().equals(DockerFormat.NAME)
        && (has(permission.repository(), permission.action()) || has(ALL, permission.action()));
  }

  /** As a token says it. */
  Map<String, Object> claims() {
    List<Map<String, Object>> entries = new ArrayList<>();
    actions.forEach(
        (repository, granted) ->
            entries.add(
                Map.of(
                    "type",
                    "repository",
                    "name",
                    repository,
                    "actions",
                    granted.stream().map(Action::label).toList())));
    return Map.of(CLAIM, entries);
  }

  private boolean has(String repository, Action action) {
    return actions.getOrDefault(repository, Set.of()).contains(action);
  }
}
