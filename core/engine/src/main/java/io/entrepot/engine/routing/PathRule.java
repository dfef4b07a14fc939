package io.entrepot.engine.routing;

import java.io.IOException;
import java.util.regex.Pattern;

/**
 * A regular expression over paths that cannot keep a thread for ever: one that tries too many ways
 * to match a path is an error.
 */
public final class PathRule {

  private static final int MOST_STEPS = 5_000_000;

  private final Pattern pattern;

  /**
   * A rule.
   *
   * @throws java.util.regex.PatternSyntaxException if it is none
   */
  public PathRule(String regex) {
    pattern = Pattern.compile(regex);
  }

  /**
   * Whether the whole path matches.
   *
   * @throws IOException if that takes too many steps
   */
  public boolean matches(String path) throws IOException {
    try {
      return pattern.matcher(new Counted(path, new int[1])).matches();
    } catch (TooManySteps | StackOverflowError e) {
      throw new IOException(
          "the regular expression '" + pattern + "' takes too long for '" + path + "'", e);
    }
  }

  private static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** A text that counts how often it is looked at. */
  private static final class Counted implements CharSequence {

    private final CharSequence text;
    private final int[] steps;

    Counted(CharSequence text, int[] steps) {
      this.text = text;
      this.steps = steps;
    }

    @Override
    public char charAt(int index) {
      if (++steps[0] > MOST_STEPS) {
        throw new TooManySteps();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text.subSequence(start, end), steps);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
