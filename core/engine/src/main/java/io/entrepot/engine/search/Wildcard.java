package io.entrepot.engine.search;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern: {@code *} stands for any characters, {@code ?} for one.
 *
 * @param text as written
 */
record Wildcard(String text) {

  /** Whether it is a plain text, which only that very text matches. */
  boolean exact() {
    return text.indexOf('*') < 0 && text.indexOf('?') < 0;
  }

  /** What all that match begin with. */
  String prefix() {
    int end = 0;
    while (end < text.length() && !wild(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end);
  }

  /** Texts that are in all that match. */
  List<String> fragments() {
    List<String> fragments = new ArrayList<>();
    for (String fragment : text.split("[*?]+", -1)) {
      if (!fragment.isEmpty()) {
        fragments.add(fragment);
      }
    }
    return fragments;
  }

  /** Takes time proportional to the product of the lengths at worst, however many stars. */
  boolean matches(String value) {
    int at = 0;
    int pattern = 0;
    int star = -1;
    int retry = 0;
    while (at < value.length()) {
      if (pattern < text.length() && text.charAt(pattern) == '*') {
        star = pattern++;
        retry = at;
      } else if (pattern < text.length()
          && (text.charAt(pattern) == '?' || text.charAt(pattern) == value.charAt(at))) {
        pattern++;
        at++;
      } else if (star >= 0) {
        pattern = star + 1;
        at = ++retry;
      } else {
        return false;
      }
    }
    while (pattern < text.length() && text.charAt(pattern) == '*') {
      pattern++;
    }
    return pattern == text.length();
  }

  private static boolean wild(char c) {
    return c == '*' || c == '?';
  }
}
