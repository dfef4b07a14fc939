package io.entrepot.spi.security;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Signs tokens (RFC 7519) with this server's own key, made at its first start. A service. */
@ProviderType
public interface TokenSigner {

  /** The token that says so. */
  String sign(Claims claims);

  /**
   * What a token says; empty unless this server signed it, for that audience, and it has begun and
   * not expired.
   */
  Optional<Claims> verify(String token, String audience);
}
