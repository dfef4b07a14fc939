package io.entrepot.format.docker;

import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.security.Action;
import java.io.IOException;
import java.util.Optional;

/**
 * Mirror mode: on its own ports and host names a repository is taken for another registry, by
 * clients that send it that registry's credentials. It looks at none; everybody is nobody there.
 */
final class DockerMirror {

  private final RepositoryContext context;
  private final boolean on;

  private DockerMirror(RepositoryContext context, boolean on) {
    this.context = context;
    this.on = on;
  }

  /**
   * A repository's.
   *
   * @throws IllegalArgumentException if it would give to everybody what only its own credentials
   *     let it have
   */
  static DockerMirror of(RepositoryContext context) {
    boolean on = context.settings().flag(DockerSettings.MIRROR_MODE);
    if (on
        && context.recipe().type() == RepositoryType.PROXY
        && DockerUpstream.of(context.settings()).authenticated()) {
      throw new IllegalArgumentException(
          "%s is on, but the upstream is asked with credentials (httpClient.authentication): everybody would get what these let this server have"
              .formatted(DockerSettings.MIRROR_MODE));
    }
    return new DockerMirror(context, on);
  }

  /** Whether a request came in where it is taken for another registry. */
  boolean serves(Request request) {
    return on && !(request instanceof GroupRequest) && new RequestAddress(request).own();
  }

  /** Refuses what nobody may do, if it is taken for another registry. */
  void check(Request request) throws ProblemException {
    if (!serves(request)) {
      return;
    }
    if (DockerRoutes.writes(request)) {
      throw DockerError.UNSUPPORTED.because(
          "%s is refused: repository '%s' is a mirror here, to which nobody can push"
              .formatted(request.method(), context.name()));
    }
    if (!request.allows(context.permission(Action.READ))) {
      throw DockerError.DENIED.because(
          "repository '%s' is a mirror here, which never looks at credentials, and nobody may read it without: anonymous access would have to be allowed"
              .formatted(context.name()));
    }
  }

  /** Issues a token. */
  Response issue(Request request, DockerTokens tokens) throws IOException {
    return tokens.issueToNobody(request, image -> Optional.of(context.name()));
  }
}
