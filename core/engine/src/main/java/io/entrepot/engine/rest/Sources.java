package io.entrepot.engine.rest;

import io.entrepot.engine.admin.RefusedException;

/** Where users and roles are kept. */
final class Sources {

  /** In this server. */
  static final String LOCAL = "default";

  private Sources() {}

  /**
   * Checks the source that a client names.
   *
   * @param source empty if it names none
   * @throws RefusedException if there is none of that name
   */
  static void require(String source) throws RefusedException {
    if (!source.isEmpty() && !source.equals(LOCAL)) {
      throw new RefusedException(
          RefusedException.Kind.INVALID,
          "source",
          "source: '" + source + "' is not known, only '" + LOCAL + "' is");
    }
  }
}
