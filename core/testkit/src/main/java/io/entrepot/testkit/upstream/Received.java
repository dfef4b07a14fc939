package io.entrepot.testkit.upstream;

import io.entrepot.spi.http.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A request as it came.
 *
 * @param method as written
 * @param target path and query, or the whole address where a proxy is asked
 * @param headers all fields
 */
public record Received(String method, String target, Headers headers) {

  /** The target without its query. */
  public String path() {
    return target.replaceFirst("\\?.*", "");
  }

  /** The query without its question mark; empty if there is none. */
  public String query() {
    int mark = target.indexOf('?');
    return mark < 0 ? "" : target.substring(mark + 1);
  }

  /** The first field of that name. */
  public Optional<String> header(String name) {
    return headers.first(name);
  }

  /** Whether the request has these credentials (RFC 7617). */
  boolean basic(String user, String password) {
    String expected =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    return header("Authorization").equals(Optional.of(expected));
  }
}
