package io.entrepot.engine.task;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.TaskDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a task's definition must be like for its type. */
final class TaskRules {

  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_VALUE = 2_000;

  private TaskRules() {}

  /**
   * Checks name and properties.
   *
   * @throws RefusedException naming the field and the value that is wrong
   */
  static void check(TaskDefinition definition, TaskType type) throws RefusedException {
    if (definition.name().isBlank()
        || definition.name().length() > LONGEST_NAME
        || definition.name().chars().anyMatch(Character::isISOControl)) {
      throw invalid(
          "name", "the name must have 1 to " + LONGEST_NAME + " characters and no control ones");
    }
    List<TaskType.Field> fields = type.fields();
    Set<String> names = fields.stream().map(TaskType.Field::name).collect(Collectors.toSet());
    for (Map.Entry<String, String> property : definition.properties().entrySet()) {
      String path = "properties." + property.getKey();
      if (!names.contains(property.getKey())) {
        throw invalid(path, path + ": there is no such property of " + type.id());
      }
      if (property.getValue().length() > LONGEST_VALUE) {
        throw invalid(path, path + ": it is longer than " + LONGEST_VALUE + " characters");
      }
    }
    TaskProperties properties = properties(definition, type);
    for (TaskType.Field field : fields) {
      if (field.required() && properties.text(field.name()).isEmpty()) {
        String path = "properties." + field.name();
        throw invalid(path, path + " is missing");
      }
    }
    try {
      type.check(properties);
    } catch (IllegalArgumentException e) {
      throw invalid("properties", "properties: " + e.getMessage());
    }
  }

  /** A task's properties, with the initial value of what is not set. */
  static TaskProperties properties(TaskDefinition definition, TaskType type) {
    Map<String, String> values = new LinkedHashMap<>();
    type.fields().forEach(field -> values.put(field.name(), field.initial()));
    definition
        .properties()
        .forEach(
            (name, value) -> {
              if (!value.isBlank()) {
                values.put(name, value);
              }
            });
    return new TaskProperties(values);
  }

  private static RefusedException invalid(String field, String message) {
    return new RefusedException(Kind.INVALID, field, message);
  }
}
