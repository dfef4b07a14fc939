package io.entrepot.engine.content;

/**
 * Versions as texts whose binary order is theirs: runs of digits compare as numbers, all else as it
 * is written.
 */
public final class VersionKey {

  /** How many digits a number has at least; longer ones are as long as they are. */
  private static final int DIGITS = 9;

  private VersionKey() {}

  /** The key of a version: {@code 1.10} becomes {@code 000000001.000000010}. */
  public static String of(String version) {
    StringBuilder key = new StringBuilder();
    int at = 0;
    while (at < version.length()) {
      int end = at;
      while (end < version.length() && isDigit(version.charAt(end))) {
        end++;
      }
      if (end == at) {
        key.append(version.charAt(at++));
        continue;
      }
      while (at < end - 1 && version.charAt(at) == '0') {
        at++;
      }
      key.append("0".repeat(Math.max(0, DIGITS - (end - at)))).append(version, at, end);
      at = end;
    }
    return key.toString();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
