package io.entrepot.engine.repository;

import io.entrepot.engine.admin.RefusedException;
import java.util.Locale;
import java.util.Set;

/** What a repository may be called. */
final class RepositoryName {

  /** Words that stand where a repository's name may stand in some path of the server. */
  private static final Set<String> RESERVED = Set.of("repository", "service", "static", "token");

  private RepositoryName() {}

  /**
   * Checks a name.
   *
   * @throws RefusedException if it is none, or would be taken for something else in a path
   */
  static void check(String name) throws RefusedException {
    if (!name.matches("[A-Za-z0-9-][A-Za-z0-9._-]{0,199}")) {
      throw SettingsCheck.wrong(
          "name",
          name,
          "is not a name: 1 to 200 letters, digits, dots, hyphens and underscores, the first being"
              + " neither a dot nor an underscore");
    }
    if (RESERVED.contains(key(name)) || name.matches("[Vv][0-9]")) {
      throw SettingsCheck.wrong("name", name, "is reserved: it has a meaning in paths");
    }
  }

  /** What is equal for names that may not exist beside each other. */
  static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
