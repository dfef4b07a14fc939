package io.entrepot.engine.rest;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.spi.blob.StorageFullException;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever goes wrong into an error that a client can read. */
final class Failures implements ExceptionMapper<Throwable> {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  @Override
  public Response toResponse(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof RefusedException refused) {
        return ErrorBody.answer(
                status(refused.kind()),
                refused.kind().name(),
                refused.field(),
                refused.getMessage())
            .build();
      }
      if (at instanceof ProblemException problem) {
        return of(problem.problem());
      }
      if (at instanceof StorageFullException) {
        LOG.error("There is no room to keep a change", at);
        return ErrorBody.answer(507, "STORAGE_FULL", "", at.getMessage()).build();
      }
    }
    if (failure instanceof WebApplicationException known) {
      return of(known);
    }
    LOG.error("A REST request failed", failure);
    return ErrorBody.answer(500, "INTERNAL", "", "the server failed; its log says why").build();
  }

  private static Response of(Problem problem) {
    Response.ResponseBuilder answer =
        ErrorBody.answer(problem.status(), problem.code(), "", problem.message());
    for (Headers.Field field : problem.headers().fields()) {
      answer.header(field.name(), field.value());
    }
    if (problem.status() == 401
        && problem.headers().first(HttpHeaders.WWW_AUTHENTICATE).isEmpty()) {
      answer.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Entrepot\", charset=\"UTF-8\"");
    }
    return answer.build();
  }

  /** Jersey's own: no such path, method or media type. */
  private static Response of(WebApplicationException known) {
    Response.StatusType status = known.getResponse().getStatusInfo();
    if (status.getStatusCode() < 400) {
      return known.getResponse();
    }
    String reason = status.getReasonPhrase();
    Response.ResponseBuilder answer =
        ErrorBody.answer(
            status.getStatusCode(),
            reason.toUpperCase(Locale.ROOT).replace(' ', '_'),
            "",
            message(status));
    Object allow = known.getResponse().getHeaders().getFirst(HttpHeaders.ALLOW);
    return allow == null ? answer.build() : answer.header(HttpHeaders.ALLOW, allow).build();
  }

  private static String message(Response.StatusType status) {
    return switch (status.getStatusCode()) {
      case 404 -> "there is nothing at this path";
      case 405 -> "this path does not know that method";
      case 406 -> "the answer is JSON, which the request does not accept";
      case 415 -> "this path does not take a body of that media type";
      default -> status.getReasonPhrase();
    };
  }

  private static int status(RefusedException.Kind kind) {
    return switch (kind) {
      case INVALID -> 400;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
    };
  }
}
