package io.entrepot.engine.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.entrepot.spi.security.Claims;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class JwtTokenSignerTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Claims CLAIMS =
      new Claims(
          "alice",
          "docker",
          NOW,
          NOW.plusSeconds(300),
          Map.of("access", List.of(Map.of("name", "app", "actions", List.of("pull"))), "n", 7L));

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private Path data;
  private JwtTokenSigner signer;
  private ECKey key;

  @Before
  public void prepare() throws Exception {
    data = folder.getRoot().toPath().resolve("data");
    signer = signerAt(NOW);
    key = SigningKey.in(data);
  }

  private JwtTokenSigner signerAt(Instant now) throws Exception {
    return new JwtTokenSigner(data, Clock.fixed(now, ZoneOffset.UTC));
  }

  @Test
  public void shouldVerifyWhatItSigned() {
    assertThat(signer.verify(signer.sign(CLAIMS), "docker")).contains(CLAIMS);
  }

  @Test
  public void shouldSayInTheHeaderHowItSigned() throws Exception {
    JWSHeader header = SignedJWT.parse(signer.sign(CLAIMS)).getHeader();

    assertThat(header.toJSONObject())
        .containsOnly(
            Map.entry("alg", "ES256"), Map.entry("typ", "JWT"), Map.entry("kid", key.getKeyID()));
  }

  @Test
  public void shouldKeepItsKeyForItsOwnerAlone() throws Exception {
    Path file = data.resolve("keys").resolve("token.json");

    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(signerAt(NOW).verify(signer.sign(CLAIMS), "docker")).contains(CLAIMS);
  }

  @Test
  public void shouldNotTrustAnotherServersTokens() throws Exception {
    JwtTokenSigner other =
        new JwtTokenSigner(
            folder.getRoot().toPath().resolve("other"), Clock.fixed(NOW, ZoneOffset.UTC));

    assertThat(signer.verify(other.sign(CLAIMS), "docker")).isEmpty();
  }

  @Test
  public void shouldRefuseAKeyFileThatIsNone() throws Exception {
    Path file = data.resolve("keys").resolve("token.json");
    List<String> wrong =
        List.of(
            "",
            "SECRET-GARBAGE",
            key.toPublicJWK().toJSONString(),
            new ECKeyGenerator(Curve.P_384).keyID("a").generate().toJSONString(),
            new ECKeyGenerator(Curve.P_256).generate().toJSONString());
    for (String content : wrong) {
      Files.writeString(file, content);

      assertThatIOException()
          .as(content)
          .isThrownBy(() -> signerAt(NOW))
          .withMessageContaining(file.toString())
          .withMessageNotContaining("SECRET-GARBAGE");
    }
  }

  @Test
  public void shouldRefuseToSignOverARegisteredClaim() {
    for (String name : List.of("iss", "sub", "aud", "exp", "nbf", "iat", "jti")) {
      Claims claims =
          new Claims("alice", "docker", NOW, NOW.plusSeconds(1), Map.of(name, "anything"));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> signer.sign(claims))
          .withMessageContaining(name);
    }
  }

  @Test
  public void shouldBeGoodFromItsBeginningToItsEnd() throws Exception {
    String token = signer.sign(CLAIMS);

    assertThat(signerAt(NOW.minusSeconds(11)).verify(token, "docker")).isEmpty();
    assertThat(signerAt(NOW.minusSeconds(10)).verify(token, "docker")).isPresent();
    assertThat(signerAt(NOW.plusSeconds(309)).verify(token, "docker")).isPresent();
    assertThat(signerAt(NOW.plusSeconds(310)).verify(token, "docker")).isEmpty();
    assertThat(signerAt(NOW.plus(Duration.ofDays(365))).verify(token, "docker")).isEmpty();
  }

  @Test
  public void shouldBeGoodForItsAudienceAlone() throws Exception {
    String token = signer.sign(CLAIMS);
    for (String audience : List.of("", "Docker", "raw", "docker ")) {
      assertThat(signer.verify(token, audience)).isEmpty();
    }
    refusedWith(set -> set.audience(List.of("docker", "raw")));
    refusedWith(set -> set.audience((String) null));
  }

  @Test
  public void shouldRefuseClaimsThatAreWrongOrMissing() throws Exception {
    assertThat(verified(signed(key, claims().build()))).isTrue();
    refusedWith(set -> set.issuer("somebody"));
    refusedWith(set -> set.issuer(null));
    refusedWith(set -> set.subject(null));
    refusedWith(set -> set.issueTime(null));
    refusedWith(set -> set.issueTime(Date.from(NOW.plusSeconds(60))));
    refusedWith(set -> set.notBeforeTime(null));
    refusedWith(set -> set.notBeforeTime(Date.from(NOW.plusSeconds(60))));
    refusedWith(set -> set.expirationTime(null));
    refusedWith(set -> set.expirationTime(Date.from(NOW.minusSeconds(60))));
  }

  private void refusedWith(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
    assertThat(verified(signed(key, change.apply(claims()).build()))).isFalse();
  }

  @Test
  public void shouldRefuseATokenWithoutASignature() {
    String plain = new PlainJWT(claims().build()).serialize();
    String[] parts = signer.sign(CLAIMS).split("\\.", -1);
    for (String algorithm : List.of("none", "None", "NONE", "nOnE", "")) {
      String header =
          encode(
              "{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\",\"kid\":\"" + key.getKeyID() + "\"}");
      assertThat(verified(header + "." + parts[1] + ".")).isFalse();
      assertThat(verified(header + "." + parts[1] + "." + parts[2])).isFalse();
    }
    assertThat(verified(plain)).isFalse();
    assertThat(verified(parts[0] + "." + parts[1] + ".")).isFalse();
    assertThat(verified(parts[0] + "." + parts[1])).isFalse();
  }

  /** CVE-2022-21449: r and s of nothing but zeros. */
  @Test
  public void shouldRefuseASignatureOfZeros() {
    String[] parts = signer.sign(CLAIMS).split("\\.", -1);
    byte[] zeros = new byte[64];

    assertThat(verified(parts[0] + "." + parts[1] + "." + Base64URL.encode(zeros))).isFalse();
  }

  @Test
  public void shouldRefuseATokenThatWasChanged() {
    String token = signer.sign(CLAIMS);
    String[] parts = token.split("\\.", -1);
    String root =
        new String(new Base64URL(parts[1]).decode(), StandardCharsets.UTF_8)
            .replace("alice", "admin");

    assertThat(verified(parts[0] + "." + encode(root) + "." + parts[2])).isFalse();
    byte[] signature = new Base64URL(parts[2]).decode();
    for (int i = 0; i < signature.length; i++) {
      byte[] changed = Arrays.copyOf(signature, signature.length);
      changed[i] = (byte) (changed[i] ^ 1);
      assertThat(verified(parts[0] + "." + parts[1] + "." + Base64URL.encode(changed))).isFalse();
    }
  }

  /** The public key as the secret of an HMAC, in every form that it can be had in. */
  @Test
  public void shouldRefuseAnHmacByThePublicKey() throws Exception {
    List<byte[]> secrets =
        List.of(
            key.toECPublicKey().getEncoded(),
            key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8),
            key.getX().decode(),
            Base64.encode(key.toECPublicKey().getEncoded())
                .toString()
                .getBytes(StandardCharsets.UTF_8),
            new byte[32]);
    for (byte[] secret : secrets) {
      assertThat(verified(signed(header(JWSAlgorithm.HS256), new MACSigner(secret)))).isFalse();
    }
  }

  @Test
  public void shouldRefuseOtherAlgorithms() throws Exception {
    RSAKey rsa = new RSAKeyGenerator(2048).generate();
    ECKey p384 = new ECKeyGenerator(Curve.P_384).generate();
    ECKey p521 = new ECKeyGenerator(Curve.P_521).generate();

    for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256)) {
      assertThat(verified(signed(header(algorithm), new RSASSASigner(rsa)))).isFalse();
    }
    assertThat(verified(signed(header(JWSAlgorithm.ES384), new ECDSASigner(p384)))).isFalse();
    assertThat(verified(signed(header(JWSAlgorithm.ES512), new ECDSASigner(p521)))).isFalse();
  }

  /** Keys that a token brings along or points to, with its own key's id or ours. */
  @Test
  public void shouldNotTakeTheKeyFromTheToken() throws Exception {
    ECKey foreign = new ECKeyGenerator(Curve.P_256).keyID("foreign").generate();
    for (String kid : List.of(key.getKeyID(), "foreign")) {
      List<JWSHeader.Builder> headers =
          List.of(
              header(JWSAlgorithm.ES256).jwk(foreign.toPublicJWK()),
              header(JWSAlgorithm.ES256).jwkURL(URI.create("http://127.0.0.1:1/jwks")),
              header(JWSAlgorithm.ES256).x509CertURL(URI.create("http://127.0.0.1:1/cert")),
              header(JWSAlgorithm.ES256).x509CertChain(List.of(Base64.encode("certificate"))),
              header(JWSAlgorithm.ES256));
      for (JWSHeader.Builder header : headers) {
        assertThat(verified(signed(header.keyID(kid), new ECDSASigner(foreign)))).isFalse();
      }
    }
  }

  /** Even by our own key: what we do not write we do not read. */
  @Test
  public void shouldRefuseFurtherHeaderFields() throws Exception {
    JWSSigner ours = new ECDSASigner(key);
    assertThat(verified(signed(header(JWSAlgorithm.ES256), ours))).isTrue();
    List<JWSHeader.Builder> headers =
        List.of(
            header(JWSAlgorithm.ES256).jwk(key.toPublicJWK()),
            header(JWSAlgorithm.ES256).jwkURL(URI.create("http://127.0.0.1:1/jwks")),
            header(JWSAlgorithm.ES256).x509CertURL(URI.create("http://127.0.0.1:1/cert")),
            header(JWSAlgorithm.ES256).criticalParams(Set.of("b64", "x")).customParam("x", 1),
            header(JWSAlgorithm.ES256).customParam("anything", "x"),
            header(JWSAlgorithm.ES256).contentType("JWT"),
            header(JWSAlgorithm.ES256).type(null),
            header(JWSAlgorithm.ES256).type(new JOSEObjectType("at+jwt")));
    for (JWSHeader.Builder header : headers) {
      assertThat(verified(signed(header, ours))).isFalse();
    }
  }

  @Test
  public void shouldRefuseOtherKeyIds() throws Exception {
    JWSSigner ours = new ECDSASigner(key);
    for (String kid :
        List.of("", "../../../../dev/null", "x' UNION SELECT 'key", key.getKeyID() + "x")) {
      assertThat(verified(signed(header(JWSAlgorithm.ES256).keyID(kid), ours))).isFalse();
    }
    assertThat(verified(signed(header(JWSAlgorithm.ES256).keyID(null), ours))).isFalse();
  }

  @Test
  public void shouldRefuseWhatIsNoToken() {
    for (String wrong :
        List.of(
            "",
            ".",
            "..",
            "...",
            "a.b.c",
            "a.b.c.d.e",
            "{}",
            " " + signer.sign(CLAIMS) + ".x",
            encode("{}") + "." + encode("{}") + "." + encode("x"),
            encode("[]") + ".." + encode("x"),
            encode("{\"alg\":{}}") + "." + encode("{}") + "." + encode("x"),
            encode("[".repeat(10_000)) + ".a.b",
            "x".repeat(1_000_000))) {
      assertThat(verified(wrong)).isFalse();
    }
  }

  private boolean verified(String token) {
    return signer.verify(token, "docker").isPresent();
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("entrepot")
        .subject("admin")
        .audience("docker")
        .issueTime(Date.from(NOW))
        .notBeforeTime(Date.from(NOW))
        .expirationTime(Date.from(NOW.plusSeconds(300)));
  }

  private JWSHeader.Builder header(JWSAlgorithm algorithm) {
    return new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(key.getKeyID());
  }

  private static String signed(JWSHeader.Builder header, JWSSigner by) throws Exception {
    SignedJWT token = new SignedJWT(header.build(), claims().build());
    token.sign(by);
    return token.serialize();
  }

  private String signed(ECKey by, JWTClaimsSet claims) throws Exception {
    SignedJWT token = new SignedJWT(header(JWSAlgorithm.ES256).build(), claims);
    token.sign(new ECDSASigner(by));
    return token.serialize();
  }

  private static String encode(String text) {
    return Base64URL.encode(text).toString();
  }
}
