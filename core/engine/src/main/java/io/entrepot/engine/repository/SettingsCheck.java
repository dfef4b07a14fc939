package io.entrepot.engine.repository;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.Secret;
import io.entrepot.spi.format.FormatDescriptor;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.format.SettingsField;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a settings document against the fields of a format. What no field asks for is left out: a
 * setting that is unknown can grant nothing. Texts that are well-formed numbers and flags are taken
 * for such, as shells and templates write them.
 */
final class SettingsCheck {

  private static final int LONGEST_TEXT = 2_000;

  /** Certificates and keys have several lines. */
  private static final int LONGEST_PEM = 100_000;

  private static final int MOST_TEXTS = 100;

  private SettingsCheck() {}

  /**
   * The document with its defaults filled in.
   *
   * @throws RefusedException naming the field and its value if that is of a wrong kind
   */
  static Map<String, Object> check(
      FormatDescriptor format, RepositoryType type, Map<String, Object> given)
      throws RefusedException {
    Map<String, Object> checked = new LinkedHashMap<>();
    for (SettingsField field : EngineFields.of(format, type)) {
      Optional<Object> value = find(given, field.path());
      if (value.isPresent()) {
        put(checked, field.path(), convert(field, value.get()));
        continue;
      }
      if (!field.defaultValue().isEmpty()) {
        put(checked, field.path(), convert(field, field.defaultValue()));
      }
    }
    Optional<Object> policies = find(given, EngineFields.CLEANUP_POLICIES);
    if (policies.isPresent()) {
      put(
          checked,
          EngineFields.CLEANUP_POLICIES,
          list(EngineFields.CLEANUP_POLICIES, policies.get()));
    }
    if (type == RepositoryType.PROXY) {
      ProxyFields.check(new RepositorySettings(checked));
    }
    return checked;
  }

  /** A refusal of one value. */
  static RefusedException wrong(String path, Object value, String problem) {
    return new RefusedException(
        RefusedException.Kind.INVALID, path, path + ": '" + shown(value) + "' " + problem);
  }

  private static Optional<Object> find(Map<?, ?> document, String path) throws RefusedException {
    Object at = document;
    StringBuilder seen = new StringBuilder();
    for (String part : path.split("\\.", -1)) {
      if (!(at instanceof Map<?, ?> group)) {
        throw wrong(seen.toString(), at, "is not a group of settings");
      }
      at = group.get(part);
      if (at == null || at.equals("")) {
        return Optional.empty();
      }
      seen.append(seen.isEmpty() ? "" : ".").append(part);
    }
    return Optional.of(at);
  }

  private static void put(Map<String, Object> document, String path, Object value) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      document.put(path, value);
      return;
    }
    @SuppressWarnings("unchecked") // made here
    Map<String, Object> group =
        (Map<String, Object>)
            document.computeIfAbsent(
                path.substring(0, dot), name -> new LinkedHashMap<String, Object>());
    put(group, path.substring(dot + 1), value);
  }

  private static Object convert(SettingsField field, Object value) throws RefusedException {
    return switch (field.kind()) {
      case FLAG -> flag(field.path(), value);
      case NUMBER -> number(field.path(), value);
      case TEXT -> text(field.path(), value);
      case SECRET -> secret(field.path(), value);
      case LIST -> list(field.path(), value);
      case CHOICE -> choice(field, value);
    };
  }

  private static boolean flag(String path, Object value) throws RefusedException {
    return switch (value.toString().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(path, value, "is neither true nor false");
    };
  }

  private static long number(String path, Object value) throws RefusedException {
    String written = value.toString();
    if (!written.matches("-?[0-9]{1,18}")
        || !(value instanceof String
            || value instanceof Integer
            || value instanceof Long
            || value instanceof BigInteger)) {
      throw wrong(path, value, "is not a whole number");
    }
    return Long.parseLong(written);
  }

  private static String text(String path, Object value) throws RefusedException {
    if (!(value instanceof String || value instanceof Number || value instanceof Boolean)) {
      throw wrong(path, value, "is not a text");
    }
    String text = value.toString();
    Optional<String> problem = problem(text);
    if (problem.isPresent()) {
      throw wrong(path, value, problem.get());
    }
    return text;
  }

  /** A text whose refusals do not quote it. */
  private static Object secret(String path, Object value) throws RefusedException {
    if (value instanceof Secret) {
      return value;
    }
    boolean text = value instanceof String || value instanceof Number || value instanceof Boolean;
    Optional<String> problem = text ? problem(value.toString()) : Optional.of("is not a text");
    if (problem.isPresent()) {
      throw new RefusedException(
          RefusedException.Kind.INVALID, path, path + ": the value " + problem.get());
    }
    return new Secret(value.toString());
  }

  private static Optional<String> problem(String text) {
    boolean pem = text.stripLeading().startsWith("-----BEGIN ");
    int longest = pem ? LONGEST_PEM : LONGEST_TEXT;
    if (text.length() > longest) {
      return Optional.of("is longer than " + longest + " characters");
    }
    boolean control =
        text.chars().anyMatch(c -> Character.isISOControl(c) && !(pem && "\r\n\t".indexOf(c) >= 0));
    return control ? Optional.of("has a control character") : Optional.empty();
  }

  private static String choice(SettingsField field, Object value) throws RefusedException {
    String written = value.toString();
    List<String> choices = field.choices();
    if (choices.contains(written)) {
      return written;
    }
    return choices.stream()
        .filter(choice -> choice.equalsIgnoreCase(written))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    field.path(),
                    value,
                    "is not one of "
                        + String.join(
                            ", ",
                            choices.stream()
                                .map(choice -> choice.toLowerCase(Locale.ROOT))
                                .distinct()
                                .toList())));
  }

  private static List<String> list(String path, Object value) throws RefusedException {
    // As shells and templates write one: with commas between.
    List<?> given = value instanceof String text ? List.of(text.strip().split("\\s*,\\s*")) : null;
    if (value instanceof List<?> already) {
      given = already;
    }
    if (given == null
        || given.size() > MOST_TEXTS
        || !given.stream().allMatch(String.class::isInstance)) {
      throw wrong(path, value, "is not a list of at most " + MOST_TEXTS + " texts");
    }
    Set<String> texts = new LinkedHashSet<>();
    for (Object one : given) {
      texts.add(text(path, one));
    }
    return List.copyOf(texts);
  }

  private static String shown(Object value) {
    String text = String.valueOf(value).replaceAll("\\p{Cntrl}", "?");
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }
}
