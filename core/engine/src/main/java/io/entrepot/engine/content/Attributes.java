package io.entrepot.engine.content;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;

/** Attributes as a column has them: a JSON object of strings, null if there are none. */
final class Attributes {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

  private Attributes() {}

  static String write(Map<String, String> attributes) {
    if (attributes.isEmpty()) {
      return null;
    }
    try {
      return JSON.writeValueAsString(new TreeMap<>(attributes));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("attributes that are no text", e);
    }
  }

  static Map<String, String> read(String column) {
    if (column == null) {
      return Map.of();
    }
    try {
      return JSON.readValue(column, STRINGS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the attributes of an asset are damaged: " + column, e);
    }
  }
}
