package io.entrepot.engine.http;

import java.net.URI;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.HostPort;

/**
 * What clients call the server.
 *
 * @param publicUrl its fixed name on the shared ports; what has a port or a host name of its own is
 *     always called as the client did
 */
public record Origins(Optional<URI> publicUrl) {

  /** Scheme, host and port, without a trailing slash. */
  String of(Request request, boolean shared) {
    if (shared && publicUrl.isPresent()) {
      return publicUrl.get().toString();
    }
    String scheme = request.isSecure() ? "https" : "http";
    String host = Request.getServerName(request);
    int port = Request.getServerPort(request);
    String shown = HostPort.normalizeHost(host == null ? "localhost" : host);
    int usual = request.isSecure() ? 443 : 80;
    return port <= 0 || port == usual
        ? scheme + "://" + shown
        : scheme + "://" + shown + ":" + port;
  }
}
