package io.entrepot.format.docker;

import io.entrepot.spi.http.Request;
import io.entrepot.spi.security.Claims;
import io.entrepot.spi.security.Credentials;
import io.entrepot.spi.security.SecurityRealm;
import io.entrepot.spi.security.TokenSigner;
import io.entrepot.spi.security.Verdict;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Knows the tokens that {@link DockerFormat} issues. */
@Component(service = SecurityRealm.class)
public final class DockerTokenRealm implements SecurityRealm {

  static final String NAME = "DockerToken";

  private final TokenSigner signer;

  /** A realm for tokens of that signer. */
  @Activate
  public DockerTokenRealm(@Reference TokenSigner signer) {
    this.signer = signer;
  }

  /** Whether a request came with one of these tokens. */
  static boolean sent(Request request) {
    return request.subject().realm().filter(NAME::equals).isPresent();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Verdict authenticate(Credentials credentials) {
    if (!(credentials instanceof Credentials.Bearer bearer)
        || !bearer.token().startsWith(DockerTokens.PREFIX)) {
      return new Verdict.Unknown();
    }
    String token = bearer.token().substring(DockerTokens.PREFIX.length());
    Optional<Claims> claims = signer.verify(token, DockerTokens.AUDIENCE);
    if (claims.isEmpty()) {
      return new Verdict.Rejected("the token is not this server's, or has expired");
    }
    DockerGrants grants = DockerGrants.of(claims.get());
    return new Verdict.Delegated(claims.get().subject(), grants::cover);
  }
}
