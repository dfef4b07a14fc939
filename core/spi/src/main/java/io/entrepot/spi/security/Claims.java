package io.entrepot.spi.security;

import java.time.Instant;
import java.util.Map;

/**
 * What a token says.
 *
 * @param subject in whose name
 * @param audience for whom: the realm that issued it; a token is good nowhere else
 * @param issuedAt from when, to the second
 * @param expiresAt until when, to the second
 * @param more further claims: strings, numbers, booleans, lists and maps of them
 */
public record Claims(
    String subject,
    String audience,
    Instant issuedAt,
    Instant expiresAt,
    Map<String, Object> more) {

  public Claims {
    more = Map.copyOf(more);
  }
}
