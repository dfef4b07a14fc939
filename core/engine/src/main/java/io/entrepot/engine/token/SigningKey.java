package io.entrepot.engine.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.entrepot.engine.security.SecretFile;
import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Optional;

/**
 * The key that tokens are signed with: P-256, made at the first start, kept as a JWK (RFC 7517).
 */
final class SigningKey {

  private SigningKey() {}

  /**
   * The key in {@code <data>/keys/token.json}, made if there is none.
   *
   * @throws IOException if the file cannot be read or written, or has no such key
   */
  static ECKey in(Path data) throws IOException {
    SecretFile file = new SecretFile(data.resolve("keys").resolve("token.json"));
    Optional<String> kept = file.read();
    if (kept.isPresent()) {
      return parse(kept.get(), file.path());
    }
    try {
      ECKey made =
          new ECKeyGenerator(Curve.P_256)
              .keyUse(KeyUse.SIGNATURE)
              .keyIDFromThumbprint(true)
              .generate();
      file.write(made.toJSONString());
      return made;
    } catch (JOSEException e) {
      throw new IOException("no key for tokens can be made", e);
    }
  }

  private static ECKey parse(String json, Path file) throws IOException {
    try {
      ECKey key = ECKey.parse(json);
      if (Curve.P_256.equals(key.getCurve()) && key.isPrivate() && key.getKeyID() != null) {
        return key;
      }
    } catch (ParseException e) {
      // Its message may quote the key.
      throw new IOException(file + " is not a key for tokens: no JWK");
    }
    throw new IOException(file + " is not a key for tokens: no private P-256 key with a kid");
  }
}
