package io.entrepot.engine.cleanup;

import io.entrepot.engine.admin.CleanupPolicy;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What a policy must be like. */
final class PolicyRules {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");
  private static final Pattern FORMAT = Pattern.compile("[a-z0-9]{1,30}");
  private static final int LONGEST_TEXT = 2_000;
  private static final int LONGEST_REGEX = 500;
  private static final int MOST_DAYS = 24_855;
  private static final int MOST_KEPT = 1_000_000;

  private PolicyRules() {}

  /**
   * Checks all values.
   *
   * @throws RefusedException naming the first that is wrong
   */
  static void check(CleanupPolicy policy) throws RefusedException {
    if (!NAME.matcher(policy.name()).matches()) {
      throw wrong(
          "name",
          policy.name(),
          "cannot name a policy: 1 to 100 letters, digits, '.', '_' and '-', not beginning with a"
              + " dot");
    }
    if (!policy.format().equals(CleanupPolicy.ANY_FORMAT)
        && !FORMAT.matcher(policy.format()).matches()) {
      throw wrong("format", policy.format(), "is neither the name of a format nor '*'");
    }
    if (policy.notes().length() > LONGEST_TEXT) {
      throw wrong("notes", "…", "is longer than " + LONGEST_TEXT + " characters");
    }
    number("criteriaLastBlobUpdated", policy.lastBlobUpdated(), MOST_DAYS);
    number("criteriaLastDownloaded", policy.lastDownloaded(), MOST_DAYS);
    number("retain", policy.retain(), MOST_KEPT);
    if (policy.assetRegex().isPresent()) {
      regex(policy.assetRegex().get());
    }
    if (policy.lastBlobUpdated().isEmpty()
        && policy.lastDownloaded().isEmpty()
        && policy.releases().isEmpty()
        && policy.assetRegex().isEmpty()
        && policy.retain().isEmpty()) {
      throw new RefusedException(
          Kind.INVALID,
          "criteriaLastBlobUpdated",
          "policy '" + policy.name() + "' has no criterion: it would remove everything");
    }
  }

  private static void number(String field, OptionalInt value, int most) throws RefusedException {
    if (value.isPresent() && (value.getAsInt() < 1 || value.getAsInt() > most)) {
      throw wrong(field, Integer.toString(value.getAsInt()), "is not from 1 to " + most);
    }
  }

  private static void regex(String regex) throws RefusedException {
    if (regex.length() > LONGEST_REGEX) {
      throw wrong("criteriaAssetRegex", "…", "is longer than " + LONGEST_REGEX + " characters");
    }
    try {
      Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw wrong(
          "criteriaAssetRegex",
          regex,
          "is no regular expression: " + e.getDescription() + " at " + e.getIndex());
    }
  }

  private static RefusedException wrong(String field, String value, String problem) {
    return new RefusedException(Kind.INVALID, field, field + ": '" + value + "' " + problem);
  }
}
