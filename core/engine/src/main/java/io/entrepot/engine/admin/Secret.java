package io.entrepot.engine.admin;

import java.util.Map;
import java.util.Objects;

/**
 * A text of a repository's settings that is shown to nobody. Has no accessor that a writer of JSON
 * would take for a property.
 */
public final class Secret {

  private final String text;

  public Secret(String text) {
    this.text = Objects.requireNonNull(text);
  }

  /** The text, for the one who needs it. */
  public String reveal() {
    return text;
  }

  /** Whether a value of a settings document is a secret: read, or as it is kept sealed. */
  public static boolean is(Object value) {
    return value instanceof Secret
        || (value instanceof Map<?, ?> map && map.size() == 1 && map.containsKey(SEALED));
  }

  /** The only name in a map that is a secret as it is kept. */
  public static final String SEALED = "sealed";

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Stars. */
  @Override
  public String toString() {
    return "********";
  }
}
