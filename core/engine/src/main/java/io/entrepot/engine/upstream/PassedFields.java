package io.entrepot.engine.upstream;

import io.entrepot.spi.http.Headers;
import java.util.Locale;
import java.util.Set;

/**
 * Which fields of an upstream's answer may go to our clients: what describes the bytes, and nothing
 * that speaks for this server, its cookies or its security.
 */
public final class PassedFields {

  private static final Set<String> NAMES =
      Set.of(
          "content-disposition",
          "content-encoding",
          "content-language",
          "content-type",
          "etag",
          "last-modified");

  private PassedFields() {}

  /**
   * Those that may be passed on.
   *
   * @param more names that a format's protocol has beside them, lower-case: {@code link}
   */
  public static Headers of(Headers all, Set<String> more) {
    return Headers.of(
        all.fields().stream()
            .filter(
                field -> {
                  String name = field.name().toLowerCase(Locale.ROOT);
                  return NAMES.contains(name) || more.contains(name);
                })
            .toList());
  }
}
