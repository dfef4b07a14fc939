package io.entrepot.format.docker;

import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/** By which ways a repository is open to its own clients, and to people who look around. */
final class DockerEntry {

  private static final Set<Method> READS = EnumSet.of(Method.GET, Method.HEAD);

  private final RepositoryContext context;
  private final DockerMirror mirror;

  DockerEntry(RepositoryContext context, DockerMirror mirror) {
    this.context = context;
    this.mirror = mirror;
  }

  /** Whether {@code <host>/<repository>/<image>} on the shared ports is its. */
  boolean hasPathForm() {
    return context.settings().flag(DockerSettings.PATH_ENABLED)
        && ImageName.wellFormed(context.name());
  }

  /** Whether somebody comes without a name where one is needed. */
  boolean basicOnly(Request request) {
    return context.settings().flag(DockerSettings.FORCE_BASIC_AUTH)
        && request.subject().anonymous();
  }

  /** Refuses who comes by a way that is closed. A group's requests come by none. */
  void check(Request request, Route route) throws ProblemException {
    if (request instanceof GroupRequest) {
      return;
    }
    requirePathForm(request);
    if (basicOnly(request) && !mirror.serves(request) && !(route instanceof Route.FirstPing)) {
      throw basic();
    }
  }

  /** What is not the protocol's is for people who look around. */
  Response browse(Request request) throws IOException {
    if (!READS.contains(request.method())) {
      throw DockerRoutes.notAllowed(request.method(), READS);
    }
    if (mirror.serves(request)) {
      throw DockerError.NAME_UNKNOWN.because(
          "repository '" + context.name() + "' is a mirror here, in which nobody looks around");
    }
    if (basicOnly(request)) {
      throw basic();
    }
    AssetPath path = path(request);
    if (request.path().isEmpty() || request.path().endsWith("/")) {
      return new Response.Listing(path);
    }
    Asset asset =
        context
            .content()
            .find(path)
            .orElseThrow(
                () ->
                    DockerError.NAME_UNKNOWN.because(
                        "there is no '%s' in repository '%s'"
                            .formatted(Shown.of(request.path()), context.name())));
    return Response.Reply.of(asset);
  }

  private static AssetPath path(Request request) throws ProblemException {
    try {
      return AssetPath.of(request.path());
    } catch (IllegalArgumentException e) {
      throw DockerError.NAME_INVALID.because(e.getMessage());
    }
  }

  private void requirePathForm(Request request) throws ProblemException {
    if (hasPathForm() || !new RequestAddress(request).shared()) {
      return;
    }
    String why =
        ImageName.wellFormed(context.name())
            ? "its setting pathEnabled is off"
            : "docker allows no such name in an image's name";
    throw DockerError.NAME_UNKNOWN.because(
        "repository '%s' is not served as <host>/%s/<image>, since %s; use its own port or host name"
            .formatted(context.name(), context.name(), why));
  }

  private ProblemException basic() {
    return new Problem(
            DockerError.UNAUTHORIZED.status(),
            DockerError.UNAUTHORIZED.name(),
            "repository '" + context.name() + "' needs a user name and a password",
            Headers.of("WWW-Authenticate", DockerChallenge.BASIC))
        .asException();
  }
}
