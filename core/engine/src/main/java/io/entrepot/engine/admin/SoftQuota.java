package io.entrepot.engine.admin;

import java.util.Arrays;
import java.util.Optional;

/**
 * Beyond it, a blob store is said to violate its quota; writes go on.
 *
 * @param rule what is compared with the limit
 * @param limit bytes, more than 0
 */
public record SoftQuota(Rule rule, long limit) {

  /** What a quota is about. */
  public enum Rule {
    /** The store has more than the limit. */
    SPACE_USED("spaceUsedQuota"),
    /** Its file system has less than the limit left. */
    SPACE_REMAINING("spaceRemainingQuota");

    private final String label;

    Rule(String label) {
      this.label = label;
    }

    /** What it is called in REST and in the database. */
    public String label() {
      return label;
    }

    /** The rule of that name; empty if there is none. */
    public static Optional<Rule> ofLabel(String label) {
      return Arrays.stream(values()).filter(rule -> rule.label.equals(label)).findFirst();
    }
  }
}
