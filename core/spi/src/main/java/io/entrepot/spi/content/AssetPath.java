package io.entrepot.spi.content;

import java.util.Optional;

/**
 * A place inside a repository: segments joined by slashes, without a leading or trailing one. The
 * empty path is the root. A path cannot be wrong once it exists: no empty, {@code .} or {@code ..}
 * segment, no control character, no backslash, at most 4,096 characters.
 *
 * @param value {@code org/example/app.jar}
 */
public record AssetPath(String value) {

  /** The root of a repository. */
  public static final AssetPath ROOT = new AssetPath("");

  private static final int LONGEST = 4096;

  public AssetPath {
    String flaw = flaw(value);
    if (!flaw.isEmpty()) {
      String shown = value.length() <= 200 ? value : value.substring(0, 200) + "…";
      throw new IllegalArgumentException("path '" + printable(shown) + "' " + flaw);
    }
  }

  /**
   * Checks and wraps a path; one leading and one trailing slash are taken off.
   *
   * @throws IllegalArgumentException naming the path and what is wrong with it
   */
  public static AssetPath of(String text) {
    int from = text.startsWith("/") ? 1 : 0;
    int to = text.endsWith("/") && text.length() > from ? text.length() - 1 : text.length();
    return new AssetPath(text.substring(from, to));
  }

  /** Whether this is the root. */
  public boolean isRoot() {
    return value.isEmpty();
  }

  /** The last segment; empty for the root. */
  public String name() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  /** The folder that this is in; empty for the root. */
  public Optional<AssetPath> parent() {
    if (isRoot()) {
      return Optional.empty();
    }
    int slash = value.lastIndexOf('/');
    return Optional.of(slash < 0 ? ROOT : new AssetPath(value.substring(0, slash)));
  }

  /** This path and more below it. */
  public AssetPath resolve(String below) {
    return isRoot() ? of(below) : of(value + "/" + below);
  }

  @Override
  public String toString() {
    return value;
  }

  private static String flaw(String value) {
    if (value.isEmpty()) {
      return "";
    }
    if (value.length() > LONGEST) {
      return "is longer than " + LONGEST + " characters";
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isISOControl(c) || c == '\\') {
        return "has a character that no path may have";
      }
    }
    for (String segment : value.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return "has an empty, '.' or '..' segment";
      }
    }
    return "";
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
