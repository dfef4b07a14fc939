package io.entrepot.spi.format;

import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.security.Action;
import java.io.IOException;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One repository, with the settings it was created with: a changed setting creates a new one. Safe
 * for use by many threads.
 */
@ConsumerType
public interface Repository extends AutoCloseable {

  /**
   * What one must be allowed to do here to make this request. The engine checks it before {@link
   * #handle}. Nothing required means that everybody may, whoever they are.
   */
  default Set<Action> required(Request request) {
    return switch (request.method()) {
      case GET, HEAD, OPTIONS -> Set.of(Action.READ);
      case PUT, POST, PATCH -> Set.of(Action.ADD);
      case DELETE -> Set.of(Action.DELETE);
    };
  }

  /**
   * Answers a request.
   *
   * @throws io.entrepot.spi.http.ProblemException to answer with a problem
   * @throws io.entrepot.spi.content.PreconditionFailedException to answer 412
   * @throws IOException if storage fails: the client gets a 500 in the format's form
   */
  Response handle(Request request) throws IOException;

  /** Called when no request is left in it. What it holds in the content store stays. */
  @Override
  default void close() {}
}
