package io.entrepot.spi.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decoded parameters of a query string or of a form. Names are case-sensitive.
 *
 * @param values all values of each name, in order
 */
public record Parameters(Map<String, List<String>> values) {

  public Parameters {
    values = Map.copyOf(values);
  }

  /** No parameters. */
  public static Parameters none() {
    return new Parameters(Map.of());
  }

  /** The first value of that name; a parameter without a value has the empty one. */
  public Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  /** All values of that name, in order. */
  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }
}
