package io.entrepot.engine.http;

import io.entrepot.spi.security.Subject;
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
    Object user = request.getAttribute(USER);
    log.debug(
        "{} {} {} {} bytes {} ms {}{}",
        TargetPath.printable(request.getMethod()),
        TargetPath.printable(request.getHttpURI().getPath()),
        response.getStatus(),
        Response.getContentBytesWritten(response),
        (System.nanoTime() - request.getHeadersNanoTime()) / 1_000_000,
        user == null ? "-" : TargetPath.printable(user.toString()),
        failure == null ? "" : " broken off");
  }
}
