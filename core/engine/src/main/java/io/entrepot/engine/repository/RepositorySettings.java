package io.entrepot.engine.repository;

import io.entrepot.engine.admin.Secret;
import io.entrepot.spi.format.Settings;
import io.entrepot.spi.format.WritePolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Settings as {@link SettingsCheck} leaves them.
 *
 * @param document groups of values
 */
record RepositorySettings(Map<String, Object> document) implements Settings {

  @Override
  public Optional<String> text(String path) {
    return value(path)
        .filter(value -> !(value instanceof Map))
        .map(value -> value instanceof Secret secret ? secret.reveal() : value.toString());
  }

  @Override
  public List<String> list(String path) {
    return value(path).filter(List.class::isInstance).stream()
        .flatMap(list -> ((List<?>) list).stream())
        .map(Object::toString)
        .toList();
  }

  @Override
  public OptionalLong number(String path) {
    return value(path).filter(Number.class::isInstance).stream()
        .mapToLong(number -> ((Number) number).longValue())
        .findFirst();
  }

  @Override
  public boolean flag(String path) {
    return value(path).filter(Boolean.TRUE::equals).isPresent();
  }

  @Override
  public WritePolicy writePolicy() {
    return text(EngineFields.WRITE_POLICY)
        .map(policy -> WritePolicy.valueOf(policy.toUpperCase(Locale.ROOT)))
        .orElse(WritePolicy.ALLOW);
  }

  /** The same with another value of a setting of a group. */
  RepositorySettings with(String path, Object value) {
    return changed(path, values -> values.put(path.substring(path.indexOf('.') + 1), value));
  }

  /** The same without a setting of a group. */
  RepositorySettings without(String path) {
    return changed(path, values -> values.remove(path.substring(path.indexOf('.') + 1)));
  }

  private RepositorySettings changed(String path, Consumer<Map<String, Object>> change) {
    String group = path.substring(0, path.indexOf('.'));
    Map<String, Object> changed = new LinkedHashMap<>();
    if (document.get(group) instanceof Map<?, ?> values) {
      values.forEach((name, one) -> changed.put(name.toString(), one));
    }
    change.accept(changed);
    Map<String, Object> all = new LinkedHashMap<>(document);
    all.put(group, changed);
    return new RepositorySettings(all);
  }

  private Optional<Object> value(String path) {
    Object at = document;
    for (String part : path.split("\\.", -1)) {
      at = at instanceof Map<?, ?> group ? group.get(part) : null;
    }
    return Optional.ofNullable(at);
  }
}
