package io.entrepot.engine.repository;

import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.spi.http.Problem;

/** Why a repository does not serve: all of them 503, for all of them may pass. */
final class Problems {

  private static final int UNAVAILABLE = 503;

  private Problems() {}

  static Problem missingFormat(RepositoryDefinition definition) {
    return new Problem(
        UNAVAILABLE,
        "FORMAT_MISSING",
        "repository '"
            + definition.name()
            + "' needs the format '"
            + definition.recipe().format()
            + "', which is not installed");
  }

  static Problem missingFormat(String path, String format) {
    return new Problem(
        UNAVAILABLE,
        "FORMAT_MISSING",
        "'" + path + "' belongs to the format '" + format + "', which is not installed");
  }

  static Problem offline(RepositoryDefinition definition) {
    return new Problem(UNAVAILABLE, "OFFLINE", "repository '" + definition.name() + "' is offline");
  }

  static Problem broken(RepositoryDefinition definition, Throwable why) {
    return new Problem(
        UNAVAILABLE,
        "BROKEN",
        "repository '" + definition.name() + "' cannot be set up: " + why.getMessage());
  }
}
