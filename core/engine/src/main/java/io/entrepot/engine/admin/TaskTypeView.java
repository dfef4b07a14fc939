package io.entrepot.engine.admin;

import java.util.List;

/**
 * A kind of work that tasks can do.
 *
 * @param id {@code storage.collect}
 * @param label for people
 * @param fields what can be set
 */
public record TaskTypeView(String id, String label, List<Field> fields) {

  /**
   * A property of its tasks.
   *
   * @param name in the task's properties
   * @param label for people
   * @param initial what it is when nothing is said; empty if it may be missing
   * @param required whether a task without it is refused
   */
  public record Field(String name, String label, String initial, boolean required) {}

  public TaskTypeView {
    fields = List.copyOf(fields);
  }
}
