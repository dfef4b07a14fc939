package io.entrepot.engine.upstream;

import io.entrepot.engine.Outbound;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.client.BasicAuthentication.BasicResult;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpProxy;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.http.HttpHeader;

/** The HTTP proxy through which all upstreams are asked but those that the operator names. */
final class OutboundProxy {

  private OutboundProxy() {}

  /** Makes a client use the proxy of the environment, if that has one. */
  static void into(HttpClient client, Outbound outbound) {
    if (outbound.proxy().isEmpty()) {
      return;
    }
    URI proxy = outbound.proxy().get();
    AllowList direct = new AllowList("entrepot.upstream.no.proxy", outbound.direct());
    HttpProxy way = new Way(new Origin.Address(proxy.getHost(), proxy.getPort()), direct);
    client.getProxyConfiguration().addProxy(way);
    Optional.ofNullable(proxy.getRawUserInfo())
        .ifPresent(
            user -> {
              String[] parts = user.split(":", 2);
              client
                  .getAuthenticationStore()
                  .addAuthenticationResult(
                      new BasicResult(
                          way.getURI(),
                          HttpHeader.PROXY_AUTHORIZATION,
                          decoded(parts[0]),
                          parts.length > 1 ? decoded(parts[1]) : ""));
            });
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static final class Way extends HttpProxy {

    private final AllowList direct;

    Way(Origin.Address address, AllowList direct) {
      super(address, false);
      this.direct = direct;
    }

    @Override
    public boolean matches(Origin origin) {
      String host = origin.getAddress().getHost().replaceAll("^\\[|\\]$", "");
      return !direct.names(host) && !direct.holdsLiteral(host);
    }
  }
}
