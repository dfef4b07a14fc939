package io.entrepot.format.docker;

import io.entrepot.spi.http.Headers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A registry over HTTP. Asked who it is, it fetches a token, as Docker's clients do, and keeps it
 * for the next request of the kind.
 */
public final class HttpRegistry implements Registry {

  private static final Pattern PARAMETER = Pattern.compile("([a-z]+)=\"([^\"]*)\"");

  private final HttpClient client;
  private final URI origin;
  private final String basic;
  private final Map<String, String> tokens = new HashMap<>();

  /**
   * A registry at an address.
   *
   * @param origin scheme, host and port
   * @param credentials {@code <user>:<password>}
   */
  public HttpRegistry(HttpClient client, URI origin, String credentials) {
    this.client = client;
    this.origin = origin;
    this.basic =
        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Answer send(Call call) throws IOException {
    String kind = call.method() + " " + call.target().replaceFirst("/[^/]*/[^/]*$", "");
    Answer answer = exchange(call, Optional.ofNullable(tokens.get(kind)));
    if (answer.status() != 401) {
      return answer;
    }
    tokens.put(kind, authorization(answer));
    return exchange(call, Optional.of(tokens.get(kind)));
  }

  /** The same request without any credentials, and without a second attempt. */
  public Answer sendAnonymously(Call call) throws IOException {
    return exchange(call, Optional.empty());
  }

  private String authorization(Answer refused) throws IOException {
    String challenge = refused.header("WWW-Authenticate");
    if (challenge.startsWith("Basic ")) {
      return basic;
    }
    Map<String, String> asked = new HashMap<>();
    Matcher matcher = PARAMETER.matcher(challenge);
    while (matcher.find()) {
      asked.put(matcher.group(1), matcher.group(2));
    }
    StringBuilder address = new StringBuilder(asked.getOrDefault("realm", ""));
    address.append("?service=").append(encode(asked.getOrDefault("service", "")));
    for (String scope : asked.getOrDefault("scope", "").split(" ", -1)) {
      if (!scope.isEmpty()) {
        address.append("&scope=").append(encode(scope));
      }
    }
    Answer answer =
        answer(
            HttpRequest.newBuilder(URI.create(address.toString()))
                .header("Authorization", basic)
                .build());
    if (answer.status() != 200) {
      throw new IOException("no token: " + answer);
    }
    return "Bearer " + answer.json().path("token").asText();
  }

  private Answer exchange(Call call, Optional<String> authorization) throws IOException {
    HttpRequest.BodyPublisher body =
        call.announced()
            ? HttpRequest.BodyPublishers.ofByteArray(call.body())
            : HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(call.body()));
    boolean none = call.announced() && call.body().length == 0;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(origin.resolve(call.target()))
            .method(call.method().name(), none ? HttpRequest.BodyPublishers.noBody() : body);
    call.headers().fields().forEach(field -> request.header(field.name(), field.value()));
    authorization.ifPresent(value -> request.header("Authorization", value));
    return answer(request.build());
  }

  private Answer answer(HttpRequest request) throws IOException {
    try {
      HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      List<Headers.Field> fields = new ArrayList<>();
      response
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (!name.startsWith(":")) {
                  values.forEach(value -> fields.add(new Headers.Field(name, value)));
                }
              });
      return new Answer(response.statusCode(), Headers.of(fields), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
