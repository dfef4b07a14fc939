package io.entrepot.engine.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A JSON object that a client sent. What is null is not there; what is of a wrong type is refused
 * with its path and value. Fields that are not asked for are ignored.
 */
final class JsonBody {

  private final ObjectNode node;
  private final String path;

  JsonBody(ObjectNode node) {
    this(node, "");
  }

  private JsonBody(ObjectNode node, String path) {
    this.node = node;
    this.path = path;
  }

  /** A text that must be there. */
  String text(String field) throws RefusedException {
    return optionalText(field).orElseThrow(() -> missing(field));
  }

  /** A text. */
  Optional<String> optionalText(String field) throws RefusedException {
    Optional<JsonNode> value = find(field);
    if (value.isPresent() && !value.get().isTextual()) {
      throw wrong(field, value.get(), "is not a text");
    }
    return value.map(JsonNode::textValue);
  }

  /** A flag that must be there. */
  boolean flag(String field) throws RefusedException {
    return optionalFlag(field).orElseThrow(() -> missing(field));
  }

  /** A flag. */
  Optional<Boolean> optionalFlag(String field) throws RefusedException {
    Optional<JsonNode> value = find(field);
    if (value.isPresent() && !value.get().isBoolean()) {
      throw wrong(field, value.get(), "is neither true nor false");
    }
    return value.map(JsonNode::booleanValue);
  }

  /** A whole number. */
  OptionalLong number(String field) throws RefusedException {
    Optional<JsonNode> value = find(field);
    if (value.isPresent() && !(value.get().isIntegralNumber() && value.get().canConvertToLong())) {
      throw wrong(field, value.get(), "is not a whole number");
    }
    return value.stream().mapToLong(JsonNode::longValue).findFirst();
  }

  /** A list of texts; empty if it is not there. */
  Set<String> texts(String field) throws RefusedException {
    Optional<JsonNode> list = find(field);
    if (list.isEmpty()) {
      return Set.of();
    }
    Set<String> texts = new LinkedHashSet<>();
    for (JsonNode item : list.get().isArray() ? list.get() : List.of(list.get())) {
      if (!list.get().isArray() || !item.isTextual()) {
        throw wrong(field, item, "is not a text in a list");
      }
      texts.add(item.textValue());
    }
    return texts;
  }

  /** A list of whole numbers; empty if it is not there. */
  SortedSet<Integer> numbers(String field) throws RefusedException {
    Optional<JsonNode> list = find(field);
    SortedSet<Integer> numbers = new TreeSet<>();
    if (list.isPresent()) {
      for (JsonNode item : list.get().isArray() ? list.get() : List.of(list.get())) {
        if (!list.get().isArray() || !item.isIntegralNumber() || !item.canConvertToInt()) {
          throw wrong(field, item, "is not a whole number in a list");
        }
        numbers.add(item.intValue());
      }
    }
    return numbers;
  }

  /** An object in this one. */
  Optional<JsonBody> group(String field) throws RefusedException {
    Optional<JsonNode> value = find(field);
    if (value.isPresent() && !value.get().isObject()) {
      throw wrong(field, value.get(), "is not an object");
    }
    return value.map(object -> new JsonBody((ObjectNode) object, path + field + "."));
  }

  /** A text that, if it is there, must repeat what the path says. */
  void requireSame(String field, String expected) throws RefusedException {
    Optional<String> given = optionalText(field);
    if (given.isPresent() && !given.get().equals(expected)) {
      throw new RefusedException(
          Kind.INVALID,
          path + field,
          path + field + ": '" + given.get() + "' is not '" + expected + "', as the path says");
    }
  }

  /** All of it as maps, lists, texts, numbers and flags, without what is null. */
  Map<String, Object> values() {
    return map(node);
  }

  private static Map<String, Object> map(JsonNode object) {
    Map<String, Object> values = new LinkedHashMap<>();
    object
        .properties()
        .forEach(
            field -> {
              if (!field.getValue().isNull()) {
                values.put(field.getKey(), value(field.getValue()));
              }
            });
    return values;
  }

  private static Object value(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> map(value);
      case ARRAY ->
          value.valueStream().filter(item -> !item.isNull()).map(JsonBody::value).toList();
      case NUMBER -> value.numberValue();
      case BOOLEAN -> value.booleanValue();
      case STRING, BINARY, MISSING, NULL, POJO -> value.asText();
    };
  }

  private Optional<JsonNode> find(String field) {
    return Optional.ofNullable(node.get(field)).filter(value -> !value.isNull());
  }

  private RefusedException missing(String field) {
    return new RefusedException(Kind.INVALID, path + field, path + field + " is missing");
  }

  private RefusedException wrong(String field, JsonNode value, String problem) {
    String shown = value.toString();
    return new RefusedException(
        Kind.INVALID,
        path + field,
        path
            + field
            + ": "
            + (shown.length() <= 100 ? shown : shown.substring(0, 100) + "…")
            + " "
            + problem);
  }
}
