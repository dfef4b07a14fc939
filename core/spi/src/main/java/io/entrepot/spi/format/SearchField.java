package io.entrepot.spi.format;

/**
 * A word of a format's own for a part of what components are found by: {@code crate.title} for the
 * name.
 *
 * @param parameter as clients of REST write it: the format's name or another word, a dot, a word
 * @param part what it is
 */
public record SearchField(String parameter, Part part) {

  /** What components and their assets are found by. */
  public enum Part {
    /** The component's group. */
    GROUP,
    /** The component's name. */
    NAME,
    /** The component's version. */
    VERSION,
    /** The checksum of an asset, as its algorithm, a colon and hexadecimal digits. */
    DIGEST
  }

  public SearchField {
    if (!parameter.matches("[A-Za-z][A-Za-z0-9-]*\\.[A-Za-z][A-Za-z0-9_-]*")) {
      throw new IllegalArgumentException("'" + parameter + "' is not a search field");
    }
  }
}
