package io.entrepot.testkit;

import io.entrepot.spi.format.Format;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.format.Settings;
import io.entrepot.spi.format.SettingsField;
import io.entrepot.spi.format.WritePolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Settings made by hand. They begin with the defaults of a format's fields and a write policy of
 * {@code ALLOW}. Immutable: each step gives another.
 */
public final class TestSettings implements Settings {

  private final Map<String, String> values;

  private TestSettings(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /** None but the write policy. */
  public static TestSettings none() {
    return new TestSettings(Map.of("storage.writePolicy", WritePolicy.ALLOW.name()));
  }

  /** The defaults of a format's repositories of that type. */
  public static TestSettings of(Format format, RepositoryType type) {
    Map<String, String> values = new HashMap<>();
    values.put("storage.writePolicy", WritePolicy.ALLOW.name());
    values.put("storage.strictContentTypeValidation", "false");
    for (SettingsField field : format.descriptor().fields()) {
      if (field.types().contains(type) && !field.defaultValue().isEmpty()) {
        values.put(field.path(), field.defaultValue());
      }
    }
    return new TestSettings(values);
  }

  /**
   * The same with one value set.
   *
   * @param path as {@link SettingsField#path()} has it
   */
  public TestSettings with(String path, String value) {
    Map<String, String> more = new HashMap<>(values);
    more.put(path, value);
    return new TestSettings(more);
  }

  /** The same with another write policy. */
  public TestSettings with(WritePolicy policy) {
    return with("storage.writePolicy", policy.name());
  }

  @Override
  public Optional<String> text(String path) {
    return Optional.ofNullable(values.get(path));
  }

  /** A list's texts have commas between. */
  @Override
  public List<String> list(String path) {
    return text(path).map(value -> List.of(value.split(","))).orElse(List.of());
  }

  @Override
  public OptionalLong number(String path) {
    String value = values.get(path);
    return value == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
  }

  @Override
  public boolean flag(String path) {
    return Boolean.parseBoolean(values.get(path));
  }

  @Override
  public WritePolicy writePolicy() {
    return WritePolicy.valueOf(values.get("storage.writePolicy").toUpperCase(Locale.ROOT));
  }
}
