package io.entrepot.engine.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.admin.UserAdmin.Status;
import io.entrepot.engine.token.JwtTokenSigner;
import io.entrepot.spi.security.Claims;
import io.entrepot.spi.security.Credentials;
import io.entrepot.spi.security.SecurityRealm;
import io.entrepot.spi.security.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Canaries go in by every way a secret has; none may come out in the log, nor in any text. */
public class SecretsTest {

  private static final String CANARY = "CANARY-";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private final PrintStream before = System.err;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  // slf4j-simple writes to whatever System.err is at that time.
  @Before
  public void capture() {
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
  }

  @After
  public void release() {
    System.setErr(before);
  }

  @Test
  public void shouldTellNoSecret() throws Exception {
    SecurityFixture fixture = new SecurityFixture(folder.getRoot().toPath());
    StringBuilder texts = new StringBuilder();
    fixture.user("alice", CANARY + "1");
    fixture.users.password("alice", CANARY + "2");
    fixture.users.update(SecurityFixture.user("alice", Status.LOCKED));
    for (int i = 0; i < 8; i++) {
      texts.append(fixture.basic("alice", CANARY + "2"));
      texts.append(fixture.basic("nobody\u001b[31m\nFORGED", CANARY + "3"));
    }
    fixture.gate.addRealm(new ThrowingRealm(), Map.of());
    texts.append(fixture.basic("carol", CANARY + "4"));
    texts.append(fixture.gate.enter(bearer(CANARY + "5"), SecurityFixture.CLIENT));
    texts.append(new Credentials.Basic("alice", CANARY + "6"));
    texts.append(new Credentials.Bearer(CANARY + "7"));
    texts.append(fixture.users.accounts().users());
    texts.append(fixture.users.users());
    fixture.users.delete("alice");

    String logged = log.toString(StandardCharsets.UTF_8);
    assertThat(logged).contains("Created user 'alice'", "slowed down", "Realm 'throwing' failed");
    assertThat(logged).doesNotContain(CANARY, SecurityFixture.ADMIN_PASSWORD, "test$");
    assertThat(logged).doesNotContain("\u001b", "\nFORGED");
    assertThat(texts.toString()).doesNotContain(CANARY, SecurityFixture.ADMIN_PASSWORD, "test$");
  }

  @Test
  public void shouldNotTellTheFirstPasswordNorAToken() throws Exception {
    Path data = folder.getRoot().toPath();
    LocalUsers users =
        new LocalUsers(
            new MemoryAccountStore(),
            new CountingPasswordHash(),
            new FirstPassword(data, Optional.empty()));
    JwtTokenSigner signer = new JwtTokenSigner(data, Clock.systemUTC());
    String token =
        signer.sign(
            new Claims(
                "alice",
                "docker",
                Clock.systemUTC().instant(),
                Clock.systemUTC().instant().plusSeconds(60),
                Map.of()));
    signer.verify(token, "docker");
    signer.verify(token + "x", "docker");

    String password = new SecretFile(data.resolve("admin.password")).read().orElseThrow();
    String logged = log.toString(StandardCharsets.UTF_8);
    assertThat(users.users()).hasSize(1);
    assertThat(logged).contains("admin.password").doesNotContain(password, token);
  }

  private static Optional<Credentials> bearer(String token) {
    return Optional.of(new Credentials.Bearer(token));
  }

  /** Quotes what it was sent, as careless code does. */
  private static final class ThrowingRealm implements SecurityRealm {
    @Override
    public String name() {
      return "throwing";
    }

    @Override
    public Verdict authenticate(Credentials credentials) {
      String secret =
          credentials instanceof Credentials.Basic basic
              ? basic.password()
              : ((Credentials.Bearer) credentials).token();
      throw new IllegalStateException("cannot bind with " + secret);
    }
  }
}
