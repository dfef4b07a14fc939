package io.entrepot.testkit;

import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a client would see.
 *
 * @param status the HTTP status
 * @param headers the fields, {@code Content-Length} among them where the length is known
 * @param body the bytes; none for {@code HEAD}
 * @param problem what went wrong, before the format's form was given to it
 * @param listing the folder whose listing this is: a line for each name, folders with a slash
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record TestReply(
    int status,
    Headers headers,
    byte[] body,
    Optional<Problem> problem,
    Optional<AssetPath> listing) {

  /** The body as a text in UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The first field of that name; empty if there is none. */
  public String header(String name) {
    return headers.first(name).orElse("");
  }

  /** The status, the fields and, of the body, the beginning: for messages of failed tests. */
  @Override
  public String toString() {
    String text = text();
    return status
        + " "
        + headers.fields()
        + " "
        + (text.length() <= 500 ? text : text.substring(0, 500) + "…");
  }
}
