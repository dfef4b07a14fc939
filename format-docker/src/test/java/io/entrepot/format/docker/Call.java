package io.entrepot.format.docker;

import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import java.nio.charset.StandardCharsets;

/**
 * What a client sends.
 *
 * @param target path and query, encoded, beginning with a slash
 * @param announced whether the body's length is sent before it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Call(Method method, String target, Headers headers, byte[] body, boolean announced) {

  public static Call of(Method method, String target) {
    return new Call(method, target, Headers.none(), new byte[0], true);
  }

  public static Call get(String target) {
    return of(Method.GET, target);
  }

  public static Call head(String target) {
    return of(Method.HEAD, target);
  }

  public static Call post(String target) {
    return of(Method.POST, target);
  }

  public static Call put(String target, byte[] body) {
    return of(Method.PUT, target).body(body);
  }

  public static Call patch(String target, byte[] body) {
    return of(Method.PATCH, target).header("Content-Type", "application/octet-stream").body(body);
  }

  public static Call delete(String target) {
    return of(Method.DELETE, target);
  }

  public Call header(String name, String value) {
    return new Call(method, target, headers.and(name, value), body, announced);
  }

  public Call query(String query) {
    return new Call(
        method, target + (target.contains("?") ? "&" : "?") + query, headers, body, announced);
  }

  public Call body(byte[] bytes) {
    return new Call(method, target, headers, bytes, announced);
  }

  public Call body(String text) {
    return body(text.getBytes(StandardCharsets.UTF_8));
  }

  public Call streamed() {
    return new Call(method, target, headers, body, false);
  }
}
