package io.entrepot.engine.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entrepot.spi.blob.StorageFullException;
import io.entrepot.spi.content.PreconditionFailedException;
import io.entrepot.spi.http.ErrorForm;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's own problems, and its own form for telling them: {@code
 * {"errors":[{"code","message"}]}}, which is used wherever a format has none.
 */
final class Problems implements ErrorForm {
  static final String UNAUTHORIZED = "UNAUTHORIZED";
  static final String INSUFFICIENT_SCOPE = "INSUFFICIENT_SCOPE";
  static final String DENIED = "DENIED";
  static final String NOT_FOUND = "NOT_FOUND";
  static final String BAD_REQUEST = "BAD_REQUEST";

  private static final Logger log = LoggerFactory.getLogger(Problems.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  // The JDK hands on the system's words for EMFILE and ENFILE.
  private static final Pattern NO_DESCRIPTOR = Pattern.compile("Too many open files");
  private static final Pattern NO_SPACE =
      Pattern.compile("No space left on device|Disk quota exceeded|SQLITE_FULL");

  @Override
  public Response.Reply render(Request request, Problem problem) {
    Response.Reply reply = Response.Reply.json(problem.status(), json(problem));
    reply =
        new Response.Reply(reply.status(), reply.headers().and(problem.headers()), reply.body());
    boolean challenged = reply.headers().first("WWW-Authenticate").isPresent();
    return problem.status() == 401 && !challenged
        ? reply.with("WWW-Authenticate", "Basic realm=\"Entrepot\"")
        : reply;
  }

  /** The problem in the engine's form. */
  static String json(Problem problem) {
    Map<String, String> error =
        new TreeMap<>(Map.of("code", problem.code(), "message", problem.message()));
    try {
      return JSON.writeValueAsString(Map.of("errors", List.of(error)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a failure is to the client. One that nobody foresaw is logged, once, with its number. */
  static Problem of(Throwable failure, String what) {
    if (failure instanceof ProblemException expected) {
      return expected.problem();
    }
    if (failure instanceof PreconditionFailedException precondition) {
      return new Problem(412, "PRECONDITION_FAILED", precondition.getMessage());
    }
    if (mentions(failure, NO_DESCRIPTOR)) {
      log.warn("{}: no file descriptor left: {}", what, failure.toString());
      return new Problem(
          503,
          "BUSY",
          "the server has too much open to do this now",
          Headers.of("Retry-After", "5"));
    }
    if (failure instanceof StorageFullException || mentions(failure, NO_SPACE)) {
      // A full disk refuses many: no stack for each of them.
      log.warn("{}: no space left for what a client sends: {}", what, failure.toString());
      return new Problem(507, "INSUFFICIENT_STORAGE", "the server has no space left for this");
    }
    String id = UUID.randomUUID().toString();
    log.error("{}: failed ({})", what, id, failure);
    return new Problem(
        500, "INTERNAL_ERROR", "the server could not do this; its log says why under " + id);
  }

  private static boolean mentions(Throwable failure, Pattern words) {
    int depth = 0;
    for (Throwable t = failure; t != null && depth < 20; t = t.getCause()) {
      if (t.getMessage() != null && words.matcher(t.getMessage()).find()) {
        return true;
      }
      depth++;
    }
    return false;
  }
}
