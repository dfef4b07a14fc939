package io.entrepot.engine.http;

import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A request target's path (RFC 9112 §3.2), decoded once. Routing, authorization and storage all see
 * this one text; what could be read in two ways is refused, never repaired.
 */
public final class TargetPath {
  private TargetPath() {}

  /**
   * Decodes a path.
   *
   * @param raw as it came, beginning with a slash
   * @throws ProblemException 400 saying what is wrong: an encoded slash or backslash, a control
   *     character, a path parameter, an empty, {@code .} or {@code ..} segment, bytes that are no
   *     UTF-8
   */
  static String decode(String raw) throws ProblemException {
    if (!raw.startsWith("/")) {
      throw refused("does not begin with a slash");
    }
    String decoded = plain(raw) ? raw : percentDecoded(raw);
    checkSegments(decoded);
    return decoded;
  }

  /** Encodes a path for a URL (RFC 3986 §3.3); slashes stay. */
  public static String encode(String path) {
    StringBuilder encoded = new StringBuilder(path.length() + 16);
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      if (unreserved(b)) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  private static boolean unreserved(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || "/-._~:@!$&'()*+,=".indexOf(b) >= 0;
  }

  private static boolean plain(String raw) {
    for (int i = 0; i < raw.length(); i++) {
      if (!unreserved(raw.charAt(i) < 0x80 ? (byte) raw.charAt(i) : 0)) {
        return false;
      }
    }
    return true;
  }

  private static String percentDecoded(String raw) throws ProblemException {
    ByteBuffer bytes = ByteBuffer.allocate(raw.length() * 3);
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      switch (c) {
        case ';' -> throw refused("has a path parameter (';'): encode it as %3B if it is meant");
        case '\\' -> throw refused("has a backslash");
        case '\uFFFD' -> throw refused("is not UTF-8");
        case '%' -> {
          bytes.put(octet(raw, i));
          i += 2;
        }
        default -> {
          // Clients that do not encode what is beyond ASCII send it as UTF-8.
          int end = Character.isHighSurrogate(c) && i + 1 < raw.length() ? i + 2 : i + 1;
          bytes.put(utf8(raw.substring(i, end)));
          i = end - 1;
        }
      }
    }
    try {
      String decoded =
          StandardCharsets.UTF_8.newDecoder().decode(bytes.flip().asReadOnlyBuffer()).toString();
      checkCharacters(decoded);
      return decoded;
    } catch (CharacterCodingException e) {
      throw refused("is not UTF-8", e);
    }
  }

  private static ByteBuffer utf8(String text) throws ProblemException {
    try {
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw refused("is not UTF-8", e);
    }
  }

  private static byte octet(String raw, int percent) throws ProblemException {
    if (percent + 2 >= raw.length()
        || !HexFormat.isHexDigit(raw.charAt(percent + 1))
        || !HexFormat.isHexDigit(raw.charAt(percent + 2))) {
      throw refused("has a '%' without two hexadecimal digits behind it");
    }
    byte octet = (byte) HexFormat.fromHexDigits(raw, percent + 1, percent + 3);
    if (octet == '/') {
      throw refused("has an encoded slash");
    }
    if (octet == '\\') {
      throw refused("has a backslash");
    }
    return octet;
  }

  private static void checkCharacters(String decoded) throws ProblemException {
    for (int i = 0; i < decoded.length(); i++) {
      if (Character.isISOControl(decoded.charAt(i))) {
        throw refused("has a control character");
      }
    }
  }

  private static void checkSegments(String decoded) throws ProblemException {
    int from = 1;
    while (from <= decoded.length()) {
      int slash = decoded.indexOf('/', from);
      int to = slash < 0 ? decoded.length() : slash;
      String segment = decoded.substring(from, to);
      if (segment.isEmpty() && slash >= 0) {
        throw refused("has an empty segment ('//')");
      }
      // What follows a semicolon is a parameter to some: "..;" is ".." to them.
      int semicolon = segment.indexOf(';');
      String name = semicolon < 0 ? segment : segment.substring(0, semicolon);
      if (name.equals(".") || name.equals("..")) {
        throw refused("has a '" + name + "' segment");
      }
      from = to + 1;
    }
  }

  private static ProblemException refused(String flaw) {
    return new Problem(400, "BAD_REQUEST", "the request's path " + flaw).asException();
  }

  private static ProblemException refused(String flaw, Throwable cause) {
    ProblemException refusal = refused(flaw);
    refusal.initCause(cause);
    return refusal;
  }

  /** A text as it may stand in a log line or a message: no control characters, not endless. */
  static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    text.chars()
        .limit(1000)
        .forEach(
            c -> {
              if (Character.isISOControl(c) || c == '\\') {
                shown.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                shown.append((char) c);
              }
            });
    return shown.toString();
  }
}
