package io.entrepot.format.docker;

import io.entrepot.spi.http.Parameters;
import java.util.Locale;

/**
 * What a search of Docker's first protocol asks for: names that contain a text, without regard to
 * case.
 *
 * @param sent the text as it was sent
 * @param prefix what comes before the names of images in the client's eyes
 * @param limit at most so many, 1 to 100
 */
record DockerQuery(String sent, String prefix, int limit) {

  private static final int USUAL = 25;
  private static final int MOST = 100;

  /** The search that a query asks for. */
  static DockerQuery of(Parameters asked) {
    return new DockerQuery(asked.first("q").orElse(""), "", limit(asked.first("n").orElse("")));
  }

  /** The same where names have that before them. */
  DockerQuery behind(String newPrefix) {
    return new DockerQuery(sent, newPrefix, limit);
  }

  /** Whether an image's name is found. */
  boolean finds(String name) {
    return (prefix + name).toLowerCase(Locale.ROOT).contains(text());
  }

  /** The text without what can only be meant for this server. */
  String without() {
    return text().startsWith(prefix) ? text().substring(prefix.length()) : text();
  }

  private String text() {
    return sent.trim().toLowerCase(Locale.ROOT);
  }

  /** What cannot be a number of results is taken for none: docker search sends one of its own. */
  private static int limit(String n) {
    if (!n.matches("[0-9]{1,9}") || Integer.parseInt(n) == 0) {
      return USUAL;
    }
    return Math.min(Integer.parseInt(n), MOST);
  }
}
