package io.entrepot.engine.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.upstream.UpstreamHealth.State;
import io.entrepot.testkit.TestClock;
import java.time.Duration;
import org.junit.Test;

/** When a failing upstream is left alone, and when it is tried. */
public final class BreakerTest {

  private final TestClock clock = new TestClock();
  private final Breaker breaker = new Breaker(clock, false, true);

  @Test
  public void shouldOpenAfterFailuresInARow() {
    fail(Breaker.FAILURES - 1);
    breaker.succeeded();
    fail(Breaker.FAILURES - 1);
    assertThat(breaker.enter()).isEmpty();
    assertThat(breaker.health(0).state()).isEqualTo(State.AVAILABLE);

    fail(1);

    assertThat(breaker.enter()).isPresent();
    assertThat(breaker.health(3).state()).isEqualTo(State.AUTO_BLOCKED);
    assertThat(breaker.health(3).reason()).isEqualTo("why");
    assertThat(breaker.health(3).inFlight()).isEqualTo(3);
    assertThat(breaker.health(3).until()).contains(clock.instant().plus(Breaker.FIRST_PAUSE));
  }

  @Test
  public void shouldLetNobodyThroughBeforeItWasTriedAndIsWell() {
    assertThat(breaker.toBeTried()).isFalse();
    fail(Breaker.FAILURES);
    assertThat(breaker.toBeTried()).isFalse();
    clock.advance(Breaker.FIRST_PAUSE);

    assertThat(breaker.enter()).isPresent();
    assertThat(breaker.toBeTried()).isTrue();
    assertThat(breaker.toBeTried()).as("one at a time").isFalse();
    assertThat(breaker.enter()).isPresent();
    breaker.succeeded();

    assertThat(breaker.enter()).isEmpty();
    assertThat(breaker.toBeTried()).isFalse();
    assertThat(breaker.health(0).state()).isEqualTo(State.AVAILABLE);
  }

  @Test
  public void shouldWaitLongerEachTimeItIsNotWell() {
    fail(Breaker.FAILURES);
    Duration pause = Breaker.FIRST_PAUSE;
    for (int i = 0; i < 10; i++) {
      clock.advance(pause.minusMillis(1));
      assertThat(breaker.toBeTried()).isFalse();
      clock.advance(Duration.ofMillis(1));
      assertThat(breaker.toBeTried()).isTrue();
      breaker.stillFails("still");
      assertThat(breaker.enter()).isPresent();
      assertThat(breaker.health(0).reason()).isEqualTo("still");
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(Breaker.LONGEST_PAUSE) > 0 ? Breaker.LONGEST_PAUSE : pause;
    }
    assertThat(pause).isEqualTo(Breaker.LONGEST_PAUSE);
  }

  @Test
  public void shouldNotWaitLongerForWhatWasSentBeforeItOpened() {
    fail(Breaker.FAILURES);
    fail(100);
    clock.advance(Breaker.FIRST_PAUSE);
    assertThat(breaker.toBeTried()).isTrue();
  }

  @Test
  public void shouldNotOpenIfItMayNot() {
    Breaker never = new Breaker(clock, false, false);
    for (int i = 0; i < 100; i++) {
      never.failed("why");
    }
    assertThat(never.enter()).isEmpty();
    assertThat(never.toBeTried()).isFalse();
    assertThat(never.health(0).state()).isEqualTo(State.AVAILABLE);
    assertThat(never.health(0).reason()).isEqualTo("why");
  }

  @Test
  public void shouldBeBlockedByHand() {
    Breaker blocked = new Breaker(clock, true, true);
    blocked.succeeded();
    assertThat(blocked.enter()).isPresent();
    assertThat(blocked.toBeTried()).isFalse();
    assertThat(blocked.health(0).state()).isEqualTo(State.BLOCKED);
  }

  @Test
  public void shouldLeaveItAloneAsLongAsItWishes() {
    assertThat(breaker.wish(Duration.ofMinutes(2))).isEqualTo(Duration.ofMinutes(2));
    assertThat(breaker.enter()).isPresent();
    assertThat(breaker.health(0).state()).isEqualTo(State.RATE_LIMITED);
    breaker.succeeded();
    assertThat(breaker.enter()).isPresent();
    clock.advance(Duration.ofMinutes(2));
    assertThat(breaker.enter()).isEmpty();
    assertThat(breaker.wish(Duration.ofDays(900))).isEqualTo(Breaker.LONGEST_WISH);
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      breaker.failed("why");
    }
  }
}
