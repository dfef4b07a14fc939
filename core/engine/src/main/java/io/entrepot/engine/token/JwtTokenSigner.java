package io.entrepot.engine.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.entrepot.engine.Environment;
import io.entrepot.spi.security.Claims;
import io.entrepot.spi.security.TokenSigner;
import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Tokens as JWTs signed by ES256 (RFC 7518 §3.4). What verifies is decided here alone: a token's
 * header must name this algorithm and this server's key, and may say nothing else.
 */
@Component(service = TokenSigner.class)
public final class JwtTokenSigner implements TokenSigner {

  private static final String ISSUER = "entrepot";

  /** How far clocks may be apart: several servers may share a key. */
  private static final Duration SKEW = Duration.ofSeconds(10);

  /** Larger ones are none of ours, and not worth parsing. */
  private static final int LONGEST = 16 * 1024;

  private static final Set<String> HEADER = Set.of("alg", "kid", "typ");
  private static final Set<String> REGISTERED =
      Set.of("iss", "sub", "aud", "exp", "nbf", "iat", "jti");

  private final Clock clock;
  private final JWSHeader header;
  private final ECDSASigner signer;
  private final ECDSAVerifier verifier;

  /** With the key of the server's data folder. */
  @Activate
  public JwtTokenSigner(@Reference Environment environment) throws IOException {
    this(environment.data(), Clock.systemUTC());
  }

  /** With the key of a data folder, made if there is none. */
  public JwtTokenSigner(Path data, Clock clock) throws IOException {
    this(SigningKey.in(data), clock);
  }

  JwtTokenSigner(ECKey key, Clock clock) throws IOException {
    this.clock = clock;
    this.header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(JOSEObjectType.JWT)
            .keyID(key.getKeyID())
            .build();
    try {
      this.signer = new ECDSASigner(key);
      this.verifier = new ECDSAVerifier(key.toPublicJWK());
    } catch (JOSEException e) {
      throw new IOException("the key for tokens cannot be used", e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a further claim has the name of a registered one (RFC 7519
   *     §4.1)
   */
  @Override
  public String sign(Claims claims) {
    JWTClaimsSet.Builder set =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .subject(claims.subject())
            .audience(claims.audience())
            .issueTime(Date.from(claims.issuedAt()))
            .notBeforeTime(Date.from(claims.issuedAt()))
            .expirationTime(Date.from(claims.expiresAt()));
    for (Map.Entry<String, Object> claim : claims.more().entrySet()) {
      if (REGISTERED.contains(claim.getKey())) {
        throw new IllegalArgumentException("claim '" + claim.getKey() + "' is a registered one");
      }
      set.claim(claim.getKey(), claim.getValue());
    }
    SignedJWT token = new SignedJWT(header, set.build());
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("a token cannot be signed", e);
    }
    return token.serialize();
  }

  @Override
  public Optional<Claims> verify(String token, String audience) {
    if (token.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      SignedJWT parsed = SignedJWT.parse(token);
      if (!ours(parsed.getHeader()) || !parsed.verify(verifier)) {
        return Optional.empty();
      }
      return claims(parsed.getJWTClaimsSet(), audience);
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private boolean ours(JWSHeader given) {
    return HEADER.equals(given.getIncludedParams())
        && JWSAlgorithm.ES256.equals(given.getAlgorithm())
        && JOSEObjectType.JWT.equals(given.getType())
        && header.getKeyID().equals(given.getKeyID());
  }

  private Optional<Claims> claims(JWTClaimsSet set, String audience) {
    Date issued = set.getIssueTime();
    Date begins = set.getNotBeforeTime();
    Date expires = set.getExpirationTime();
    if (!ISSUER.equals(set.getIssuer())
        || set.getSubject() == null
        || !set.getAudience().equals(List.of(audience))
        || issued == null
        || begins == null
        || expires == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    if (issued.toInstant().isAfter(now.plus(SKEW))
        || begins.toInstant().isAfter(now.plus(SKEW))
        || !expires.toInstant().plus(SKEW).isAfter(now)) {
      return Optional.empty();
    }
    Map<String, Object> more = new HashMap<>(set.getClaims());
    more.keySet().removeAll(REGISTERED);
    more.values().removeIf(value -> value == null);
    return Optional.of(
        new Claims(set.getSubject(), audience, issued.toInstant(), expires.toInstant(), more));
  }
}
