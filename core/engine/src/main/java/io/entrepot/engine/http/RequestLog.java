package io.entrepot.engine.http;

import io.entrepot.spi.security.Subject;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line for each request, at DEBUG, of the logger {@code io.entrepot.request}. */
final class RequestLog {
  private static final Logger log = LoggerFactory.getLogger("io.entrepot.request");
  private static final String USER = RequestLog.class.getName() + ".user";

  private RequestLog() {}

  /** Has a line written when the request has ended. */
  static void watch(Request request, Response response) {
    if (log.isDebugEnabled()) {
      Request.addCompletionListener(request, failure -> write(request, response, failure));
    }
  }

  /** Notes whose request it is. */
  static void by(Request request, Subject subject) {
    request.setAttribute(USER, subject.name());
  }

  private static void write(Request request, Response response, Throwable failure) {
    long nanos = System.nanoTime() - request.getHeadersNanoTime();
    log.debug(
        "{}",
        line(
            request.getMethod(),
            request.getHttpURI().getPath(),
            response.getStatus(),
            Response.getContentBytesWritten(response),
            nanos / 1_000_000,
            Optional.ofNullable(request.getAttribute(USER)).map(Object::toString),
            failure != null));
  }

  /** The line: without the query, which may have tokens in it, and without control characters. */
  static String line(
      String method,
      String path,
      int status,
      long bytes,
      long millis,
      Optional<String> user,
      boolean broken) {
    return TargetPath.printable(method)
        + " "
        + TargetPath.printable(path)
        + " "
        + status
        + " "
        + bytes
        + " bytes "
        + millis
        + " ms "
        + user.map(TargetPath::printable).orElse("-")
        + (broken ? " broken off" : "");
  }
}
