package io.entrepot.spi.security;

import java.util.Locale;

/** What can be done with a repository's content. */
public enum Action {
  /** See that something is there. */
  BROWSE,
  /** Read it. */
  READ,
  /** Change or replace it. */
  EDIT,
  /** Put something new. */
  ADD,
  /** Take it away. */
  DELETE;

  /** The lower-case name used in privileges. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
