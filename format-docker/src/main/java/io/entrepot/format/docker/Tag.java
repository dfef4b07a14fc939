package io.entrepot.format.docker;

import java.util.regex.Pattern;

/**
 * A name that people give to a manifest.
 *
 * @param value 1 to 128 characters
 */
record Tag(String value) {

  private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

  /** The one that clients ask for if they are told none. */
  static final Tag LATEST = new Tag("latest");

  Tag {
    if (!wellFormed(value)) {
      throw new IllegalArgumentException("'" + Shown.of(value) + "' is not a tag");
    }
  }

  /** Whether a text follows the grammar. */
  static boolean wellFormed(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
