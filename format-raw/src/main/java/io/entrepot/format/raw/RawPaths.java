package io.entrepot.format.raw;

import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.security.Action;
import java.util.Set;

/** What the requests to raw repositories of all types have in common. */
final class RawPaths {

  /** The methods that there are. */
  static final String ALLOWED = "GET, HEAD, PUT, DELETE, OPTIONS";

  private RawPaths() {}

  /** What one must be allowed to do. */
  static Set<Action> required(Request request, RepositoryContext context) {
    return switch (request.method()) {
      case GET, HEAD -> Set.of(isFolder(request) ? Action.BROWSE : Action.READ);
      // One of the two, then: which of them it takes is known when the file is looked up.
      case PUT -> Set.of(request.allows(context.permission(Action.ADD)) ? Action.ADD : Action.EDIT);
      case DELETE -> Set.of(Action.DELETE);
      case POST, PATCH, OPTIONS -> Set.of(Action.READ);
    };
  }

  /** Whether it is about a folder. */
  static boolean isFolder(Request request) {
    return request.path().isEmpty() || request.path().endsWith("/");
  }

  /** What it is about. */
  static AssetPath path(Request request) throws ProblemException {
    try {
      return AssetPath.of(request.path());
    } catch (IllegalArgumentException e) {
      throw new Problem(400, "INVALID_PATH", e.getMessage()).asException();
    }
  }

  /** As Nexus Repository names them: searches by group find a folder's files. */
  static Component component(AssetPath path) {
    return new Component("/" + path.parent().orElse(AssetPath.ROOT).value(), path.value(), "");
  }
}
