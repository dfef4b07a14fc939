package io.entrepot.engine.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.Test;

public class Argon2PasswordHashTest {

  private final Argon2PasswordHash passwords = new Argon2PasswordHash();

  @Test
  public void shouldHashInAStringThatSaysHow() {
    assertThat(passwords.hash("secret"))
        .matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
  }

  @Test
  public void shouldKnowThePasswordAgain() {
    String hash = passwords.hash("pässword ✓");

    assertThat(passwords.verify("pässword ✓", hash)).isTrue();
    assertThat(passwords.verify("pässword", hash)).isFalse();
    assertThat(passwords.verify("", hash)).isFalse();
  }

  @Test
  public void shouldSaltEachHash() {
    assertThat(passwords.hash("secret")).isNotEqualTo(passwords.hash("secret"));
  }

  /** The reference implementation's test vector for t=2, m=2^8, p=1. */
  @Test
  public void shouldVerifyByTheParametersOfTheString() {
    String hash =
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

    assertThat(passwords.verify("password", hash)).isTrue();
    assertThat(passwords.verify("Password", hash)).isFalse();
  }

  @Test
  public void shouldRefuseOtherStringsWithoutQuotingThem() {
    for (String wrong :
        List.of(
            "",
            "secret",
            "$2a$10$abcdefghijklmnopqrstuv",
            "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> passwords.verify("password", wrong))
          .withMessage("a kept password is no PHC string of argon2id");
    }
  }

  @Test
  public void shouldNotWaitForEver() {
    Argon2PasswordHash busy = new Argon2PasswordHash(0, Duration.ofMillis(1));

    assertThatExceptionOfType(PasswordHash.BusyException.class)
        .isThrownBy(() -> busy.hash("secret"));
  }
}
