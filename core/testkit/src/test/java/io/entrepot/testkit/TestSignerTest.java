package io.entrepot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.security.Claims;
import java.time.Duration;
import java.util.Map;
import org.junit.Test;

public class TestSignerTest {

  private final TestClock clock = new TestClock();
  private final TestSigner signer = new TestSigner(clock);
  private final Claims claims =
      new Claims(
          "alice",
          "docker",
          clock.instant(),
          clock.instant().plus(Duration.ofMinutes(5)),
          Map.of("scope", "pull"));

  @Test
  public void shouldReadItsOwnTokensForTheirAudience() {
    String token = signer.sign(claims);

    assertThat(signer.verify(token, "docker")).contains(claims);
    assertThat(signer.verify(token, "npm")).isEmpty();
    assertThat(signer.verify(token + "x", "docker")).isEmpty();
    assertThat(new TestSigner(clock).verify(token, "docker")).isEmpty();
  }

  @Test
  public void shouldLetTokensExpire() {
    String token = signer.sign(claims);

    clock.advance(Duration.ofMinutes(5));

    assertThat(signer.verify(token, "docker")).isEmpty();
  }
}
