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
record Call(Method method, String target, Headers headers, byte[] body, boolean announced) {

  static Call of(Method method, String target) {
    return new Call(method, target, Headers.none(), new byte[0], true);
  }

  static Call get(String target) {
    return of(Method.GET, target);
  }

  static Call head(String target) {
    return of(Method.HEAD, target);
  }

  static Call post(String target) {
    return of(Method.POST, target);
  }

  static Call put(String target, byte[] body) {
    return of(Method.PUT, target).body(body);
  }

  static Call patch(String target, byte[] body) {
    return of(Method.PATCH, target).header("Content-Type", "application/octet-stream").body(body);
  }

  static Call delete(String target) {
    return of(Method.DELETE, target);
  }

  Call header(String name, String value) {
    return new Call(method, target, headers.and(name, value), body, announced);
  }

  Call query(String query) {
    return new Call(
        method, target + (target.contains("?") ? "&" : "?") + query, headers, body, announced);
  }

  Call body(byte[] bytes) {
    return new Call(method, target, headers, bytes, announced);
  }

  Call body(String text) {
    return body(text.getBytes(StandardCharsets.UTF_8));
  }

  Call streamed() {
    return new Call(method, target, headers, body, false);
  }
}
