package io.entrepot.format.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.entrepot.spi.http.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a client gets. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Answer(int status, Headers headers, byte[] body) {

  String header(String name) {
    return headers.first(name).orElse("");
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  JsonNode json() throws IOException {
    return Json.read(body);
  }

  /** The code of the first error. */
  String error() throws IOException {
    return json().path("errors").path(0).path("code").asText();
  }

  @Override
  public String toString() {
    return status + " " + headers.fields() + " " + text();
  }
}
