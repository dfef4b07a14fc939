package io.entrepot.engine;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * How this server reaches others.
 *
 * @param allow hosts, addresses and networks that proxies may ask although they are not public
 * @param proxy the HTTP proxy through which they are asked: {@code http://user:password@host:port}
 * @param direct hosts, addresses and networks that are asked without it
 * @param version of this server, as it is told to upstreams
 */
public record Outbound(
    List<String> allow, Optional<URI> proxy, List<String> direct, String version) {

  public Outbound {
    allow = List.copyOf(allow);
    direct = List.copyOf(direct);
  }

  /** Without a proxy. */
  public static Outbound allowing(String... allow) {
    return new Outbound(List.of(allow), Optional.empty(), List.of(), "dev");
  }

  /**
   * Reads {@code entrepot.upstream.proxy}.
   *
   * @throws IllegalArgumentException naming the property; its value may have a password
   */
  static URI proxy(String value) {
    try {
      URI proxy = new URI(value.replaceFirst("/+$", ""));
      String scheme = Objects.requireNonNullElse(proxy.getScheme(), "").toLowerCase(Locale.ROOT);
      if (scheme.equals("http")
          && proxy.getHost() != null
          && proxy.getPort() > 0
          && proxy.getRawPath().isEmpty()
          && proxy.getRawQuery() == null
          && proxy.getRawFragment() == null) {
        return proxy;
      }
    } catch (URISyntaxException e) {
      // Told below: the exception's message has the value.
    }
    throw new IllegalArgumentException(
        "entrepot.upstream.proxy is not of the form http://host:port or"
            + " http://user:password@host:port");
  }

  /** Without the proxy, whose URL may have a password. */
  @Override
  public String toString() {
    return "Outbound[allow="
        + allow
        + ", proxied="
        + proxy.isPresent()
        + ", direct="
        + direct
        + "]";
  }
}
