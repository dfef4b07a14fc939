package io.entrepot.engine.content;

import io.entrepot.spi.content.AssetPath;
import java.util.Optional;

/** Where ranges of texts begin and end in the binary order of UTF-8, the database's. */
final class Bounds {

  private Bounds() {}

  /** What all paths below a folder are greater than. */
  static String below(AssetPath folder) {
    return folder.isRoot() ? "" : folder.value() + "/";
  }

  /** What all paths below a folder, which is not the root, are less than. */
  static String behind(AssetPath folder) {
    return folder.value() + "0"; // the character behind the slash
  }

  /** What all texts that begin with a prefix are less than; empty if there is no such text. */
  static Optional<String> behind(String prefix) {
    int end = prefix.length();
    while (end > 0) {
      int last = prefix.codePointBefore(end);
      end -= Character.charCount(last);
      if (last < Character.MAX_CODE_POINT) {
        // Surrogates are no characters of their own.
        int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
        return Optional.of(prefix.substring(0, end) + Character.toString(next));
      }
    }
    return Optional.empty();
  }

  /** The greater of two texts in the order of UTF-8, which is that of code points. */
  static String later(String one, String other) {
    int length = Math.min(one.length(), other.length());
    for (int i = 0; i < length; i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a != b) {
        // In UTF-16 surrogates, which stand for the highest code points, come before U+E000.
        boolean otherIsLater =
            Character.isSurrogate(a) == Character.isSurrogate(b) ? a < b : Character.isSurrogate(b);
        return otherIsLater ? other : one;
      }
    }
    return one.length() >= other.length() ? one : other;
  }
}
