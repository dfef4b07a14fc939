package io.entrepot.engine.proxy;

import io.entrepot.spi.http.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Header fields of upstreams. */
final class Fields {

  /** What is between upstream and this server, or what upstream says of its own host alone. */
  private static final Set<String> PRIVATE =
      Set.of(
          "connection",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authentication-info",
          "www-authenticate",
          "authentication-info",
          "set-cookie",
          "set-cookie2",
          "strict-transport-security",
          "content-security-policy",
          "content-security-policy-report-only",
          "clear-site-data",
          "alt-svc",
          "public-key-pins",
          "expect-ct",
          "refresh",
          "cache-status");

  private Fields() {}

  /** The fields that formats may see. */
  static Headers open(Headers headers) {
    return Headers.of(
        headers.fields().stream()
            .filter(
                field -> {
                  String name = field.name().toLowerCase(Locale.ROOT);
                  return !PRIVATE.contains(name) && !name.startsWith("access-control-");
                })
            .toList());
  }

  /** The fields that clients get with the bytes: each once. */
  static Headers describing(Headers headers) {
    List<Headers.Field> fields = new ArrayList<>();
    for (String name : List.of("Content-Type", "ETag", "Last-Modified")) {
      Optional<String> value = headers.first(name);
      value.ifPresent(text -> fields.add(new Headers.Field(name, text)));
    }
    return Headers.of(fields);
  }

  /** The value of {@code Content-Type}. */
  static String contentType(Headers headers) {
    return headers
        .first("Content-Type")
        .map(String::strip)
        .filter(type -> !type.isEmpty())
        .orElse("application/octet-stream");
  }

  /** The entity tag, if it says that bytes are the same to the last one (RFC 9110 §8.8.1). */
  static Optional<String> strongTag(Headers headers) {
    return headers.first("ETag").map(String::strip).filter(tag -> tag.matches("\"[^\"]+\""));
  }

  /** Whether the body is what was asked for, and not packed. */
  static boolean plain(Headers headers) {
    return headers.all("Content-Encoding").stream()
        .map(String::strip)
        .allMatch(coding -> coding.isEmpty() || coding.equalsIgnoreCase("identity"));
  }
}
