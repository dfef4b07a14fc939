package io.entrepot.engine.upstream;

import io.entrepot.spi.http.Headers;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cookies of one upstream, for each of the hosts that set them. */
final class Cookies {

  private static final int MOST = 100;

  private final CookieManager manager =
      new CookieManager(null, CookiePolicy.ACCEPT_ORIGINAL_SERVER);

  /** What to send to an address. */
  synchronized Optional<String> of(URI address) {
    try {
      List<String> cookies = manager.get(address, Map.of()).getOrDefault("Cookie", List.of());
      return cookies.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", cookies));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Keeps what an answer sets, as long as there are not too many. */
  synchronized void keep(URI address, Headers headers) {
    List<String> set = headers.all("Set-Cookie");
    if (set.isEmpty() || manager.getCookieStore().getCookies().size() >= MOST) {
      return;
    }
    try {
      manager.put(address, Map.of("Set-Cookie", set));
    } catch (IOException | RuntimeException e) {
      // What cannot be read is not kept.
    }
  }
}
