package io.entrepot.format.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.entrepot.spi.http.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a client gets. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Answer(int status, Headers headers, byte[] body) {

  public String header(String name) {
    return headers.first(name).orElse("");
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  public JsonNode json() throws IOException {
    return Json.read(body);
  }

  /** The code of the first error. */
  public String error() throws IOException {
    return json().path("errors").path(0).path("code").asText();
  }

  @Override
  public String toString() {
    return status + " " + headers.fields() + " " + text();
  }
}
