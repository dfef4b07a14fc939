package io.entrepot.engine.repository;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.Secret;
import io.entrepot.spi.format.SettingsField;
import io.entrepot.spi.format.SettingsField.Kind;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Gives a changed document the secrets that it leaves out: who changes a repository was never shown
 * them. Only as long as they go where they went before.
 */
final class KeptSecrets {

  private KeptSecrets() {}

  /**
   * The document with the secrets of the one before in those of its groups that it has.
   *
   * @throws RefusedException naming the secret if the upstream is another one now
   */
  static Map<String, Object> into(
      Map<String, Object> asked, Map<String, Object> before, List<SettingsField> fields)
      throws RefusedException {
    Map<String, Object> whole = asked;
    for (SettingsField field : fields) {
      Optional<Object> kept = at(before, field.path()).filter(Secret.class::isInstance);
      if (field.kind() != Kind.SECRET
          || kept.isEmpty()
          || at(asked, field.path()).isPresent()
          || !wanted(asked, before, field.path())) {
        continue;
      }
      if (!site(asked).equals(site(before))) {
        throw new RefusedException(
            RefusedException.Kind.INVALID,
            field.path(),
            field.path()
                + " is to be given anew: "
                + ProxyFields.REMOTE_URL
                + " leads to another server");
      }
      whole = with(whole, List.of(field.path().split("\\.", -1)), kept.get());
    }
    return whole;
  }

  /** Whether the group is there, and is still of the type and the user that the secret is for. */
  private static boolean wanted(Map<?, ?> asked, Map<?, ?> before, String path) {
    String group = path.substring(0, path.lastIndexOf('.') + 1);
    if (!(at(asked, group.replaceFirst("\\.$", "")).orElse(null) instanceof Map<?, ?>)) {
      return false;
    }
    for (String name : List.of("type", "username")) {
      Optional<Object> now = at(asked, group + name);
      if (now.isPresent() && !same(now, at(before, group + name))) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(Optional<Object> one, Optional<Object> other) {
    return one.map(Object::toString)
        .orElse("")
        .equalsIgnoreCase(other.map(Object::toString).orElse(""));
  }

  private static String site(Map<?, ?> document) {
    String url = at(document, ProxyFields.REMOTE_URL).map(Object::toString).orElse("");
    try {
      URI address = URI.create(url);
      return (address.getScheme() + "://" + address.getRawAuthority()).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return url;
    }
  }

  private static Optional<Object> at(Map<?, ?> document, String path) {
    Object at = document;
    for (String part : path.split("\\.", -1)) {
      at = at instanceof Map<?, ?> group ? group.get(part) : null;
    }
    return Optional.ofNullable(at).filter(value -> !value.equals(""));
  }

  private static Map<String, Object> with(Map<?, ?> document, List<String> path, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>();
    document.forEach((name, one) -> changed.put(name.toString(), one));
    Object inner = changed.get(path.get(0));
    changed.put(
        path.get(0),
        path.size() == 1
            ? value
            : with(
                inner instanceof Map<?, ?> group ? group : Map.of(),
                path.subList(1, path.size()),
                value));
    return changed;
  }
}
