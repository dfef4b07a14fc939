package io.entrepot.spi.format;

/**
 * What kind of repository it is.
 *
 * @param format the format's name
 * @param type where its content comes from
 */
public record Recipe(String format, RepositoryType type) {

  @Override
  public String toString() {
    return format + "-" + type.label();
  }
}
