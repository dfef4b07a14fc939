package io.entrepot.testkit;

import io.entrepot.spi.security.Claims;
import io.entrepot.spi.security.TokenSigner;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Hands out tokens that nobody can read and remembers what they say. */
public final class TestSigner implements TokenSigner {

  private final Clock clock;
  private final Map<String, Claims> signed = new ConcurrentHashMap<>();

  /** Judges by that clock what has expired. */
  public TestSigner(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String sign(Claims claims) {
    String token = "test." + UUID.randomUUID();
    signed.put(token, claims);
    return token;
  }

  @Override
  public Optional<Claims> verify(String token, String audience) {
    Instant now = clock.instant();
    return Optional.ofNullable(signed.get(token))
        .filter(claims -> claims.audience().equals(audience))
        .filter(claims -> !now.isBefore(claims.issuedAt()) && now.isBefore(claims.expiresAt()));
  }
}
