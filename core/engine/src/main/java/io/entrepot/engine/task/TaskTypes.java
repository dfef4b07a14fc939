package io.entrepot.engine.task;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.TaskTypeView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The types that are there now. Whoever uses it holds the scheduler's lock. */
final class TaskTypes {

  private final Map<String, TaskType> byId = new TreeMap<>();

  /** Adds a type; false if another one has its id. */
  boolean add(TaskType type) {
    return byId.putIfAbsent(type.id(), type) == null;
  }

  /** Removes a type; false if it is not the one of its id. */
  boolean remove(TaskType type) {
    return byId.remove(type.id(), type);
  }

  Optional<TaskType> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /**
   * The type of an id.
   *
   * @throws RefusedException if there is none
   */
  TaskType require(String id) throws RefusedException {
    return find(id)
        .orElseThrow(
            () ->
                new RefusedException(
                    Kind.INVALID,
                    "type",
                    "type: '" + id + "' is not one of " + String.join(", ", byId.keySet())));
  }

  /** What is told of them, by id. */
  List<TaskTypeView> views() {
    return byId.values().stream().map(TaskTypes::view).toList();
  }

  private static TaskTypeView view(TaskType type) {
    return new TaskTypeView(
        type.id(),
        type.label(),
        type.fields().stream()
            .map(
                field ->
                    new TaskTypeView.Field(
                        field.name(), field.label(), field.initial(), field.required()))
            .toList());
  }
}
