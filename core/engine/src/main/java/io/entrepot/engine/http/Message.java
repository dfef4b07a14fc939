package io.entrepot.engine.http;

import io.entrepot.spi.content.Precondition;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Parameters;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;

/**
 * What a client sent, in the words of the SPI.
 *
 * @param method the method
 * @param query the query's parameters
 * @param headers all fields but those that prove who it is
 * @param contentLength the body's announced length, 0 without a body
 * @param precondition of a write
 * @param client the address it came from
 */
record Message(
    Method method,
    Parameters query,
    Headers headers,
    OptionalLong contentLength,
    Precondition precondition,
    String client) {

  private static final String METHODS =
      Arrays.stream(Method.values()).map(Method::name).collect(Collectors.joining(", "));

  /**
   * Reads a request's head.
   *
   * @throws ProblemException 405 for a method that no repository has, 400 for a query or a
   *     precondition that cannot be understood
   */
  static Message of(Request request) throws ProblemException {
    Method method = method(request.getMethod());
    Headers headers = headers(request);
    return new Message(
        method,
        query(request),
        headers,
        length(request, method),
        isRead(method) ? Precondition.NONE : EntityTags.precondition(headers),
        Request.getRemoteAddr(request));
  }

  /** What is known of a request whose head cannot be read. */
  static Message bare(Request request) {
    return new Message(
        HttpMethod.HEAD.is(request.getMethod()) ? Method.HEAD : Method.GET,
        Parameters.none(),
        Headers.none(),
        OptionalLong.empty(),
        Precondition.NONE,
        Request.getRemoteAddr(request));
  }

  private static boolean isRead(Method method) {
    return method == Method.GET || method == Method.HEAD || method == Method.OPTIONS;
  }

  private static Method method(String name) throws ProblemException {
    for (Method method : Method.values()) {
      if (method.name().equals(name)) {
        return method;
      }
    }
    throw new Problem(
            405,
            "UNSUPPORTED",
            "there is no method " + TargetPath.printable(name) + " here",
            Headers.of("Allow", METHODS))
        .asException();
  }

  private static Headers headers(Request request) throws ProblemException {
    List<Headers.Field> fields = new ArrayList<>();
    for (HttpField field : request.getHeaders()) {
      // Whom the gate let in stands in the subject; a format has no use for the secret.
      if (field.getHeader() == HttpHeader.AUTHORIZATION
          || field.getHeader() == HttpHeader.COOKIE
          || field.getName().startsWith(":")) {
        continue;
      }
      String value = field.getValue() == null ? "" : field.getValue();
      try {
        fields.add(new Headers.Field(field.getName(), value));
      } catch (IllegalArgumentException e) {
        throw badRequest(e.getMessage(), e);
      }
    }
    return Headers.of(fields);
  }

  private static Parameters query(Request request) throws ProblemException {
    String query = request.getHttpURI().getQuery();
    if (query == null || query.isEmpty()) {
      return Parameters.none();
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        values.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
      }
    }
    values.replaceAll((name, all) -> List.copyOf(all));
    return new Parameters(values);
  }

  private static String decoded(String word) throws ProblemException {
    String flaw = "the query is not percent-encoded UTF-8";
    try {
      String text = URLDecoder.decode(word, StandardCharsets.UTF_8);
      if (text.indexOf('\uFFFD') < 0) {
        return text;
      }
    } catch (IllegalArgumentException e) {
      throw badRequest(flaw, e);
    }
    throw new Problem(400, Problems.BAD_REQUEST, flaw).asException();
  }

  private static OptionalLong length(Request request, Method method) {
    long length = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
    if (length >= 0) {
      return OptionalLong.of(length);
    }
    boolean bodiless =
        request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2
            ? isRead(method) || method == Method.DELETE
            : !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    return bodiless ? OptionalLong.of(0) : OptionalLong.empty();
  }

  private static ProblemException badRequest(String message, Throwable cause) {
    ProblemException refusal = new Problem(400, Problems.BAD_REQUEST, message).asException();
    refusal.initCause(cause);
    return refusal;
  }
}
