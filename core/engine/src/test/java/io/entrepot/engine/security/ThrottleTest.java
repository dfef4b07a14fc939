package io.entrepot.engine.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.Test;

public class ThrottleTest {

  private final Throttle throttle =
      new Throttle(Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC), 100);

  @Test
  public void shouldCountANetworkOfIpv6AsOneClient() {
    for (int i = 1; i <= Throttle.FREE; i++) {
      assertThat(fails("2001:db8:1:2::" + i)).isTrue();
    }

    assertThat(fails("2001:db8:1:2:ffff::1")).isFalse();
    assertThat(fails("2001:db8:1:3::1")).isTrue();
  }

  @Test
  public void shouldTellAddressesOfIpv4Apart() {
    for (int i = 1; i <= Throttle.FREE; i++) {
      assertThat(fails("192.0.2.1")).isTrue();
    }

    assertThat(fails("192.0.2.1")).isFalse();
    assertThat(fails("::ffff:192.0.2.2")).isTrue();
    assertThat(fails("192.0.2.2")).isTrue();
  }

  /** Whether a wrong password was looked at. */
  private boolean fails(String client) {
    if (throttle.begin("admin", client).isPresent()) {
      return false;
    }
    throttle.end("admin", client, true, false);
    return true;
  }
}
