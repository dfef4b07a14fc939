package io.entrepot.engine.task;

import java.util.Map;
import java.util.Optional;

/**
 * The properties of a task.
 *
 * @param values by name
 */
public record TaskProperties(Map<String, String> values) {

  public TaskProperties {
    values = Map.copyOf(values);
  }

  /** A value; empty if it is missing or blank. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
  }

  /** Whether it is {@code true}. */
  public boolean flag(String name) {
    return text(name).map(Boolean::parseBoolean).orElse(false);
  }

  /**
   * A whole number.
   *
   * @throws IllegalArgumentException naming the property and the value, if it is none or missing
   */
  public long number(String name) {
    String value = text(name).orElse("");
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " is '" + value + "', not a whole number", e);
    }
  }
}
