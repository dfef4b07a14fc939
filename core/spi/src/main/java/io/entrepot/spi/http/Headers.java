package io.entrepot.spi.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Header fields (RFC 9110 §5): names without regard to case, in order, repeatable. Immutable. */
public final class Headers {

  /**
   * One field.
   *
   * @param name as written
   * @param value without line breaks or other control characters
   */
  public record Field(String name, String value) {
    public Field {
      if (!token(name)) {
        throw new IllegalArgumentException("not a header name");
      }
      if (!printable(value)) {
        throw new IllegalArgumentException("header " + name + " has a control character");
      }
    }
  }

  private static final Headers NONE = new Headers(List.of());

  private final List<Field> fields;

  private Headers(List<Field> fields) {
    this.fields = List.copyOf(fields);
  }

  /** No fields. */
  public static Headers none() {
    return NONE;
  }

  /** One field. */
  public static Headers of(String name, String value) {
    return NONE.and(name, value);
  }

  /** Those fields. */
  public static Headers of(List<Field> fields) {
    return new Headers(fields);
  }

  /** The same and one more. */
  public Headers and(String name, String value) {
    Field[] more = fields.toArray(new Field[fields.size() + 1]);
    more[more.length - 1] = new Field(name, value);
    return new Headers(List.of(more));
  }

  /** The same and those of another. */
  public Headers and(Headers others) {
    List<Field> more = new ArrayList<>(fields);
    more.addAll(others.fields);
    return new Headers(more);
  }

  /** The same without the fields of those names. */
  public Headers without(Set<String> names) {
    return new Headers(
        fields.stream()
            .filter(field -> names.stream().noneMatch(name -> same(field.name(), name)))
            .toList());
  }

  /** The value of the first field of that name. */
  public Optional<String> first(String name) {
    for (Field field : fields) {
      if (same(field.name(), name)) {
        return Optional.of(field.value());
      }
    }
    return Optional.empty();
  }

  /** The values of all fields of that name, in order. */
  public List<String> all(String name) {
    List<String> values = List.of();
    for (Field field : fields) {
      if (same(field.name(), name)) {
        values = values.isEmpty() ? new ArrayList<>() : values;
        values.add(field.value());
      }
    }
    return Collections.unmodifiableList(values);
  }

  /** All fields, in order. */
  public List<Field> fields() {
    return fields;
  }

  // Asked for each field of each request and answer: plain loops, no regular expressions, no
  // streams.
  private static boolean token(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!token(name.charAt(i))) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static boolean printable(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        return false;
      }
    }
    return true;
  }

  private static boolean token(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || (c < 0x80 && "!#$%&'*+.^_`|~-".indexOf(c) >= 0);
  }

  private static boolean same(String one, String other) {
    return one.length() == other.length() && one.equalsIgnoreCase(other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Headers headers && headers.fields.equals(fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  /** The names alone: values may be secret. */
  @Override
  public String toString() {
    return fields.stream().map(Field::name).toList().toString();
  }
}
