package io.entrepot.format.docker;

import io.entrepot.spi.http.Body;
import io.entrepot.spi.http.ErrorForm;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import java.util.List;

/**
 * Problems as registry clients print them (OCI distribution-spec §Error Codes), the engine's own
 * too.
 */
final class DockerErrorForm implements ErrorForm {

  private static final String CHALLENGE = "WWW-Authenticate";
  private static final String RETRY = "Retry-After";

  /** Seconds after which clients come back that were told no time. */
  private static final String SOON = "5";

  @Override
  public Response.Reply render(Request request, Problem problem) {
    DockerError error =
        DockerError.ofCode(problem.code()).orElseGet(() -> DockerError.ofStatus(problem.status()));
    String message = problem.message().isEmpty() ? error.message() : problem.message();
    Headers headers =
        Headers.of("Content-Type", "application/json")
            .and(DockerRepository.VERSION_FIELD, DockerRepository.VERSION)
            .and(problem.headers());
    if (problem.status() == 401 && headers.first(CHALLENGE).isEmpty()) {
      headers = headers.and(CHALLENGE, DockerChallenge.of(request));
    }
    if (problem.status() == 429 && headers.first(RETRY).isEmpty()) {
      headers = headers.and(RETRY, SOON);
    }
    return new Response.Reply(
        problem.status(), headers, Body.text(DockerError.body(List.of(error.entry(message)))));
  }
}
