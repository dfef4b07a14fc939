package io.entrepot.engine.http;

import io.entrepot.spi.http.Body;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Response.Reply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The plain pages that the engine itself has: no script, no image, nothing from elsewhere. */
final class Html {
  private static final String STYLE =
      """
      body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}
      table{border-collapse:collapse;width:100%}th{text-align:left}
      td,th{padding:.15rem 1rem .15rem 0}.size{text-align:right;font-variant-numeric:tabular-nums}
      code,pre{font:13px/1.5 ui-monospace,monospace}pre{overflow-x:auto}
      @media(prefers-color-scheme:dark){body{background:#111;color:#ddd}a{color:#8bf}}
      """;
  private static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + digest(STYLE)
          + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private Html() {}

  /**
   * A page.
   *
   * @param title as plain text
   * @param body as HTML: every text in it {@link #escape escaped}
   */
  static Reply page(String title, String body) {
    String text =
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
            + "<meta name=\"viewport\" content=\"width=device-width\"><title>"
            + escape(title)
            + "</title><style>"
            + STYLE
            + "</style></head><body>"
            + body
            + "</body></html>\n";
    return new Reply(
        200,
        Headers.of("Content-Type", "text/html;charset=utf-8")
            .and("Content-Security-Policy", POLICY)
            .and("Referrer-Policy", "no-referrer"),
        Body.text(text));
  }

  /** A text as it stands in HTML, also between quotes. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
