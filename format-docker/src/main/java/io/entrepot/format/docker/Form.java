package io.entrepot.format.docker;

import io.entrepot.spi.http.Parameters;
import io.entrepot.spi.http.ProblemException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Bodies of the type {@code application/x-www-form-urlencoded}. */
final class Form {

  private Form() {}

  static Parameters parse(byte[] body) throws ProblemException {
    Map<String, List<String>> values = new HashMap<>();
    for (String pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
      if (!pair.isEmpty()) {
        String[] parts = pair.split("=", 2);
        values
            .computeIfAbsent(decode(parts[0]), name -> new ArrayList<>())
            .add(parts.length == 2 ? decode(parts[1]) : "");
      }
    }
    return new Parameters(values);
  }

  private static String decode(String text) throws ProblemException {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Not shown: it may be a password.
      throw DockerError.UNSUPPORTED.because(400, "the form is not well encoded");
    }
  }
}
