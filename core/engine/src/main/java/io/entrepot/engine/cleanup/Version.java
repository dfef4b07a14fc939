package io.entrepot.engine.cleanup;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version, whatever the format that it is of: numbers and words, in the order in which people
 * mean them. {@code 1.9 < 1.10-SNAPSHOT < 1.10 = 1.10.0 < 1.10-jre < 1.10.1}.
 *
 * <p>A pre-release has one of a few words in it ({@code alpha}, {@code rc}, {@code SNAPSHOT} …), is
 * written as {@code 1.0a1}, {@code 1.0b2} or {@code 1.0-M1}, or ends in the time of a build ({@code
 * 1.0-20260501.120000-3}). Any other word after a hyphen, such as {@code -alpine}, makes none.
 */
public record Version(String text, List<Part> parts) implements Comparable<Version> {

  /** What stands between signs: a number, or a word with its rank. */
  private record Part(int rank, BigInteger number, String word) {}

  private static final Map<String, Integer> BEFORE =
      Map.ofEntries(
          Map.entry("dev", 0),
          Map.entry("nightly", 0),
          Map.entry("canary", 0),
          Map.entry("alpha", 1),
          Map.entry("beta", 2),
          Map.entry("milestone", 3),
          Map.entry("pre", 4),
          Map.entry("preview", 4),
          Map.entry("prerelease", 4),
          Map.entry("ea", 4),
          Map.entry("rc", 5),
          Map.entry("cr", 5),
          Map.entry("snapshot", 6));
  private static final Set<String> FINAL = Set.of("final", "ga", "release");
  private static final int END = 7;
  private static final int WORD = 8;
  private static final int NUMBER = 9;

  private static final Part NOTHING = new Part(END, BigInteger.ZERO, "");
  private static final Pattern PART = Pattern.compile("[0-9]+|\\p{L}+");
  private static final Pattern SHORT = Pattern.compile("(v?[0-9.]+)([abm])([0-9]+)");
  private static final Pattern MILESTONE = Pattern.compile("(?<=[.-])m(?=[0-9])");
  private static final Pattern BUILD_TIME = Pattern.compile("-[0-9]{8}\\.[0-9]{6}-[0-9]+$");
  private static final Map<String, String> LETTERS =
      Map.of("a", "alpha", "b", "beta", "m", "milestone");

  /** A version as it is written; any text is one. */
  public static Version of(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    Matcher letter = SHORT.matcher(lower);
    if (letter.matches()) {
      lower = letter.group(1) + LETTERS.get(letter.group(2)) + letter.group(3);
    }
    lower = MILESTONE.matcher(lower).replaceAll("milestone");
    // As a build of what it will be: before that, and after what came before.
    lower = BUILD_TIME.matcher(lower).replaceFirst("-snapshot$0");
    List<Part> parts = new ArrayList<>();
    Matcher part = PART.matcher(lower);
    while (part.find()) {
      parts.add(part(part.group()));
    }
    if (parts.size() > 1 && parts.get(0).word().equals("v") && parts.get(1).rank() == NUMBER) {
      parts.remove(0);
    }
    return new Version(text, List.copyOf(parts));
  }

  private static Part part(String text) {
    if (Character.isDigit(text.charAt(0))) {
      BigInteger number = new BigInteger(text);
      return number.signum() == 0 ? NOTHING : new Part(NUMBER, number, "");
    }
    return FINAL.contains(text)
        ? NOTHING
        : new Part(BEFORE.getOrDefault(text, WORD), BigInteger.ZERO, text);
  }

  /** Whether it comes before the release that it is named after. */
  public boolean prerelease() {
    return parts.stream().anyMatch(part -> part.rank() < END);
  }

  /** Whether it says how new it is: {@code latest} and {@code stable} do not. */
  boolean numbered() {
    return text.chars().anyMatch(Character::isDigit);
  }

  @Override
  public int compareTo(Version other) {
    int most = Math.max(parts.size(), other.parts.size());
    for (int i = 0; i < most; i++) {
      Part mine = i < parts.size() ? parts.get(i) : NOTHING;
      Part theirs = i < other.parts.size() ? other.parts.get(i) : NOTHING;
      int order = Integer.compare(mine.rank(), theirs.rank());
      order = order != 0 ? order : mine.number().compareTo(theirs.number());
      order = order != 0 ? order : mine.word().compareTo(theirs.word());
      if (order != 0) {
        return order;
      }
    }
    return text.compareTo(other.text);
  }
}
