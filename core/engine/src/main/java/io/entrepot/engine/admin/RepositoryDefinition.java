package io.entrepot.engine.admin;

import io.entrepot.spi.format.Recipe;
import java.util.Map;

/**
 * What makes a repository.
 *
 * @param name unique without regard to case; letters, digits, {@code . _ -}; not beginning with a
 *     dot or an underscore
 * @param recipe format and type
 * @param online whether it serves
 * @param settings the groups of its REST body ({@code storage}, {@code connector}, those of its
 *     format): maps, lists, strings, numbers and booleans, as JSON has them, and {@link Secret}s
 */
public record RepositoryDefinition(
    String name, Recipe recipe, boolean online, Map<String, Object> settings) {

  public RepositoryDefinition {
    settings = Map.copyOf(settings);
  }
}
