package io.entrepot.format.docker;

import io.entrepot.spi.http.Request;
import io.entrepot.spi.security.Action;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** How clients are asked who they are. */
final class DockerChallenge {

  /** The question for a name and a password (RFC 7617). */
  static final String BASIC = "Basic realm=\"Entrepot\", charset=\"UTF-8\"";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._/-]{1,300}");

  private DockerChallenge() {}

  /**
   * The question for a token that would do for a request (Docker's token protocol); where tokens
   * are issued, for a name and a password.
   */
  static String of(Request request) {
    if (request.path().equals("v2/token")) {
      return BASIC;
    }
    RequestAddress address = new RequestAddress(request);
    StringBuilder challenge =
        new StringBuilder("Bearer realm=")
            .append(quoted(address.tokens()))
            .append(",service=")
            .append(quoted(address.service()));
    String scope = scope(request, address);
    if (!scope.isEmpty()) {
      challenge.append(",scope=").append(quoted(scope));
    }
    if (DockerTokenRealm.sent(request)) {
      challenge.append(",error=\"insufficient_scope\"");
    }
    return challenge.toString();
  }

  private static String scope(Request request, RequestAddress address) {
    if (DockerRoutes.listsImages(request.path())) {
      return DockerScope.CATALOG;
    }
    Optional<String> image = DockerRoutes.imagePart(request.path()).filter(DockerChallenge::plain);
    if (image.isEmpty()) {
      return "";
    }
    String scope =
        "repository:"
            + address.prefix()
            + image.get()
            + ":"
            + actions(DockerRoutes.required(request));
    String source =
        request.query().first("mount").flatMap(digest -> request.query().first("from")).orElse("");
    return ImageName.wellFormed(source) ? scope + " repository:" + source + ":pull" : scope;
  }

  /** Also for a name that is none there is a token, with which the client is told so. */
  private static boolean plain(String name) {
    return NAME.matcher(name).matches();
  }

  private static String actions(Set<Action> required) {
    if (required.contains(Action.DELETE)) {
      return "delete";
    }
    return required.contains(Action.ADD) ? "pull,push" : "pull";
  }

  private static String quoted(String text) {
    return '"' + text.replaceAll("[\"\\\\\\p{Cntrl}]", "") + '"';
  }
}
