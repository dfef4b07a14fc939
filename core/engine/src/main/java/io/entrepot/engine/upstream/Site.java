package io.entrepot.engine.upstream;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Scheme, host and port: what credentials belong to.
 *
 * @param scheme {@code http} or {@code https}
 * @param host lower-case, IPv6 without brackets
 * @param port never the default's -1
 */
record Site(String scheme, String host, int port) {

  /** The site of an address; empty if that is not {@code http} or {@code https} with a host. */
  static Optional<Site> of(URI address) {
    if (address.getScheme() == null || address.getHost() == null) {
      return Optional.empty();
    }
    String scheme = address.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return Optional.empty();
    }
    String host =
        address
            .getHost()
            .toLowerCase(Locale.ROOT)
            .replaceAll("^\\[|\\]$", "")
            .replaceFirst("\\.$", "");
    int standard = scheme.equals("https") ? 443 : 80;
    int port = address.getPort() < 0 ? standard : address.getPort();
    return host.isEmpty() || port > 65_535
        ? Optional.empty()
        : Optional.of(new Site(scheme, host, port));
  }

  boolean secure() {
    return scheme.equals("https");
  }
}
