package io.entrepot.engine.admin;

/**
 * What a repository would do with a path, in the order in which repositories are asked.
 *
 * @param repository which
 * @param recipe format and type
 * @param verdict what it would do
 * @param reason in a sentence
 */
public record RouteStep(String repository, String recipe, Verdict verdict, String reason) {

  /** What it would do. */
  public enum Verdict {
    /** It has it. */
    HAS,
    /** It would be asked. */
    ASKED,
    /** It would not be asked. */
    BLOCKED
  }
}
