package io.entrepot.spi.format;

import java.util.Locale;

/** Where a repository's content comes from. */
public enum RepositoryType {
  /** Its own. */
  HOSTED,
  /** Another server's, kept here. */
  PROXY,
  /** That of its members. */
  GROUP;

  /** The lower-case name. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
