package io.entrepot.engine.admin;

import java.util.Map;

/**
 * What a task shall do and when.
 *
 * @param type the id of its type: {@code storage.collect}
 * @param name for people
 * @param enabled whether it runs by its schedule and may be started by hand
 * @param schedule when it runs by itself
 * @param properties what its type can be told, by name
 */
public record TaskDefinition(
    String type,
    String name,
    boolean enabled,
    TaskSchedule schedule,
    Map<String, String> properties) {

  public TaskDefinition {
    properties = Map.copyOf(properties);
  }
}
