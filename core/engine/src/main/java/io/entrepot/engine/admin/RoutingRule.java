package io.entrepot.engine.admin;

import java.util.List;

/**
 * Says which paths a proxy or a group is asked for.
 *
 * @param name letters, digits, underscores, hyphens and dots
 * @param description for people; may be empty
 * @param mode what the matchers mean
 * @param matchers regular expressions for whole paths, which begin with a slash
 */
public record RoutingRule(String name, String description, Mode mode, List<String> matchers) {

  /** What matchers mean. */
  public enum Mode {
    /** Only what one of them matches is served. */
    ALLOW,
    /** What one of them matches is not served. */
    BLOCK
  }

  public RoutingRule {
    matchers = List.copyOf(matchers);
  }
}
