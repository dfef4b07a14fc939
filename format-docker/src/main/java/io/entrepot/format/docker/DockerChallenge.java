package io.entrepot.format.docker;

import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Request;
import java.io.IOException;

/** How clients are asked who they are. */
final class DockerChallenge {

  /** The question for a name and a password (RFC 7617). */
  static final String BASIC = "Basic realm=\"Entrepot\", charset=\"UTF-8\"";

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
    Route route;
    try {
      route = DockerRoutes.of(request);
    } catch (IOException e) {
      return "";
    }
    if (route instanceof Route.Catalog || route instanceof Route.Search) {
      return DockerScope.CATALOG;
    }
    if (route instanceof Route.Tags tags) {
      return scope(address, tags.image(), "pull");
    }
    if (route instanceof Route.Referrers referrers) {
      return scope(address, referrers.image(), "pull");
    }
    if (route instanceof Route.Manifest manifest) {
      return scope(address, manifest.image(), actions(request.method()));
    }
    if (route instanceof Route.Blob blob) {
      return scope(address, blob.image(), actions(request.method()));
    }
    if (route instanceof Route.Upload upload) {
      return scope(address, upload.image(), "pull,push");
    }
    if (route instanceof Route.Uploads uploads) {
      String from = request.query().first("from").orElse("");
      String source = ImageName.wellFormed(from) ? " repository:" + from + ":pull" : "";
      return scope(address, uploads.image(), "pull,push") + source;
    }
    return "";
  }

  private static String scope(RequestAddress address, ImageName image, String actions) {
    return "repository:" + address.name(image) + ":" + actions;
  }

  private static String actions(Method method) {
    return switch (method) {
      case GET, HEAD, OPTIONS -> "pull";
      case PUT, POST, PATCH -> "pull,push";
      case DELETE -> "delete";
    };
  }

  private static String quoted(String text) {
    return '"' + text.replaceAll("[\"\\\\\\p{Cntrl}]", "") + '"';
  }
}
