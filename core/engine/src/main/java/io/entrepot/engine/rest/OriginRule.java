package io.entrepot.engine.rest;

import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses changes that a page of another origin makes through a browser, which may know a user's
 * password. Programs send no {@code Origin} field.
 */
final class OriginRule {

  private static final Set<String> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private final Optional<URI> publicUrl;

  /**
   * A rule.
   *
   * @param publicUrl the fixed address of the server, whose pages are its own too
   */
  OriginRule(Optional<URI> publicUrl) {
    this.publicUrl = publicUrl;
  }

  /**
   * Checks a request.
   *
   * @throws ProblemException 403 if it is a change and comes from elsewhere
   */
  void check(ContainerRequestContext request) throws ProblemException {
    Optional<String> origin = Optional.ofNullable(request.getHeaderString("Origin"));
    if (READING.contains(request.getMethod()) || origin.isEmpty()) {
      return;
    }
    String own = place(request.getUriInfo().getBaseUri());
    String from = place(origin.get());
    if (!from.equals(own) && publicUrl.map(OriginRule::place).filter(from::equals).isEmpty()) {
      throw new Problem(403, "FOREIGN_ORIGIN", "a page of another origin must not change anything")
          .asException();
    }
  }

  private static String place(String origin) {
    try {
      return place(URI.create(origin));
    } catch (IllegalArgumentException e) {
      return "nowhere";
    }
  }

  /** Host and port. The scheme is left out: a proxy that ends TLS may not be known as one. */
  private static String place(URI url) {
    if (url.getHost() == null) {
      return "nowhere";
    }
    boolean usual = url.getPort() == 80 || url.getPort() == 443;
    return url.getHost().toLowerCase(Locale.ROOT) + ":" + (usual ? -1 : url.getPort());
  }
}
