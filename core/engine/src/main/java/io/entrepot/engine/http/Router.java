package io.entrepot.engine.http;

import io.entrepot.engine.connector.Ways;
import io.entrepot.engine.repository.Serving;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/** Finds where a request leads: by port, host name, path, in that order. */
final class Router {
  private static final String REPOSITORY = "/repository/";

  private final Serving serving;
  private final Ways ways;

  Router(Serving serving, Ways ways) {
    this.serving = serving;
    this.ways = ways;
  }

  /**
   * Routes a request. What the destination holds, the caller closes.
   *
   * @param path decoded, beginning with a slash
   */
  Destination route(Request request, String path) {
    return ways.repositoryOf(request.getConnectionMetaData().getConnector())
        .or(() -> ways.repositoryOf(hostName(request)))
        .map(name -> ownAddress(name, path))
        .orElseGet(() -> byPath(path));
  }

  private Destination ownAddress(String name, String path) {
    return content(name, path.substring(1), new Address.Prefixed("/"), false);
  }

  private Destination byPath(String path) {
    if (path.startsWith(REPOSITORY) && path.length() > REPOSITORY.length()) {
      int slash = path.indexOf('/', REPOSITORY.length());
      if (slash < 0) {
        return new Destination.Moved(TargetPath.encode(path + "/"));
      }
      String name = path.substring(REPOSITORY.length(), slash);
      Address address = new Address.Prefixed(REPOSITORY + name + "/");
      return content(name, path.substring(slash + 1), address, true);
    }
    return serving
        .claim(path)
        .map(claim -> claimed(claim, path))
        .orElseGet(Destination.Elsewhere::new);
  }

  private Destination claimed(Serving.HeldClaim claim, String path) {
    String root = claim.claim().path();
    int slash = path.indexOf('/', root.length());
    if (slash < 0) {
      return new Destination.Claim(claim, path.substring(1));
    }
    String name = path.substring(root.length(), slash);
    Optional<Serving.Held> held = serving.hold(name);
    if (held.isPresent() && held.get().recipe().format().equals(claim.format())) {
      claim.close();
      String within = root.substring(1) + path.substring(slash + 1);
      return new Destination.Content(name, held, within, new Address.Claimed(root, name), true);
    }
    held.ifPresent(Serving.Held::close);
    return new Destination.Claim(claim, path.substring(1));
  }

  private Destination content(String name, String path, Address address, boolean shared) {
    return new Destination.Content(name, serving.hold(name), path, address, shared);
  }

  private static String hostName(Request request) {
    String name = Optional.ofNullable(Request.getServerName(request)).orElse("");
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
