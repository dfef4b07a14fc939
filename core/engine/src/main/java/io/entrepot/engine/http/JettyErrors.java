package io.entrepot.engine.http;

import io.entrepot.spi.http.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Tells what Jetty itself refuses (a malformed head, one that is too long) in the engine's form,
 * since many a client prints what it cannot parse as its own failure.
 */
final class JettyErrors extends ErrorHandler {

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      String message,
      Throwable cause,
      Callback callback) {
    String standard = HttpStatus.getMessage(code);
    String word = standard.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]+", "_");
    String shown = code >= 500 || message == null || message.isBlank() ? standard : message;
    int status = code >= 400 && code <= 599 ? code : 500;
    String json = Problems.json(new Problem(status, word, TargetPath.printable(shown)));
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.write(true, StandardCharsets.UTF_8.encode(json), callback);
  }
}
