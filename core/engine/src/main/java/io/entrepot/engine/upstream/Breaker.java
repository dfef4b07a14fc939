package io.entrepot.engine.upstream;

import io.entrepot.engine.upstream.UpstreamHealth.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Leaves an upstream alone that failed several times in a row. After a while somebody tries whether
 * it is well again, who is nobody's request; each time it is not, the while is longer.
 */
final class Breaker {

  static final int FAILURES = 5;
  static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /** The longest time for which an upstream can have itself left alone. */
  static final Duration LONGEST_WISH = Duration.ofHours(1);

  private final Clock clock;
  private final boolean blocked;
  private final boolean automatic;
  private int failures;
  private String reason = "";
  private Duration pause = FIRST_PAUSE;
  private Optional<Instant> openUntil = Optional.empty();
  private boolean probing;
  private Optional<Instant> wished = Optional.empty();
  private OptionalLong remaining = OptionalLong.empty();

  /**
   * Closed, unless it is blocked by hand.
   *
   * @param blocked whether nothing is let through
   * @param automatic whether failures open it
   */
  Breaker(Clock clock, boolean blocked, boolean automatic) {
    this.clock = clock;
    this.blocked = blocked;
    this.automatic = automatic;
  }

  /** Why a request is not let through, and until when. */
  record Refusal(String reason, Optional<Instant> until) {}

  /** Asks to let a request through. */
  synchronized Optional<Refusal> enter() {
    Instant now = clock.instant();
    if (blocked) {
      return Optional.of(new Refusal("it is blocked", Optional.empty()));
    }
    if (wished.filter(now::isBefore).isPresent()) {
      return Optional.of(new Refusal("it asked to be left alone (429)", wished));
    }
    if (openUntil.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Refusal("it failed too often: " + reason, openUntil));
  }

  /**
   * Whether it is time to try it: {@link #succeeded} or {@link #stillFails} is to tell what came of
   * that.
   */
  synchronized boolean toBeTried() {
    boolean due = openUntil.isPresent() && !clock.instant().isBefore(openUntil.get());
    if (!due || probing || blocked) {
      return false;
    }
    probing = true;
    return true;
  }

  /** It answered. */
  synchronized void succeeded() {
    failures = 0;
    reason = "";
    pause = FIRST_PAUSE;
    openUntil = Optional.empty();
    probing = false;
  }

  /** It did not, or said that it cannot. */
  synchronized void failed(String why) {
    reason = why;
    failures++;
    // What was sent before it opened tells nothing new.
    if (automatic && failures >= FAILURES && openUntil.isEmpty()) {
      open();
    }
  }

  /** It was tried and is not well yet. */
  synchronized void stillFails(String why) {
    probing = false;
    reason = why;
    if (openUntil.isPresent()) {
      open();
    }
  }

  private void open() {
    openUntil = Optional.of(clock.instant().plus(pause));
    pause = pause.multipliedBy(2);
    if (pause.compareTo(LONGEST_PAUSE) > 0) {
      pause = LONGEST_PAUSE;
    }
  }

  /** It wants to be left alone for so long: not longer than it may. */
  synchronized Duration wish(Duration asked) {
    Duration granted = asked.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : asked;
    wished = Optional.of(clock.instant().plus(granted));
    return granted;
  }

  /** What it said of how many more requests it takes. */
  synchronized void remaining(OptionalLong said) {
    if (said.isPresent()) {
      remaining = said;
    }
  }

  synchronized UpstreamHealth health(int inFlight) {
    Instant now = clock.instant();
    if (blocked) {
      return health(State.BLOCKED, "it is blocked", Optional.empty(), inFlight);
    }
    if (openUntil.isPresent()) {
      return health(State.AUTO_BLOCKED, reason, openUntil, inFlight);
    }
    if (wished.filter(now::isBefore).isPresent()) {
      return health(State.RATE_LIMITED, "it asked to be left alone (429)", wished, inFlight);
    }
    return health(State.AVAILABLE, reason, Optional.empty(), inFlight);
  }

  private UpstreamHealth health(State state, String why, Optional<Instant> until, int inFlight) {
    return new UpstreamHealth(state, why, until, remaining, inFlight);
  }
}
