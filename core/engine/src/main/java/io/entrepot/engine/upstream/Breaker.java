package io.entrepot.engine.upstream;

import io.entrepot.engine.upstream.UpstreamHealth.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Leaves an upstream alone that failed several times in a row. After a while one request tries
 * whether it is well again; each time it is not, the while is longer.
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
  private Optional<Instant> probeUntil = Optional.empty();
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

  /**
   * Asks to let a request through. One that is must be told of by {@link #succeeded} or {@link
   * #failed}, unless {@link #spared} says that it tells nothing.
   *
   * @param patience how long it may take if it is the one that tries
   */
  synchronized Optional<Refusal> enter(Duration patience) {
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
    if (now.isBefore(openUntil.get())) {
      return Optional.of(new Refusal("it failed too often: " + reason, openUntil));
    }
    if (probeUntil.filter(now::isBefore).isPresent()) {
      return Optional.of(new Refusal("it failed too often: " + reason, probeUntil));
    }
    probeUntil = Optional.of(now.plus(patience));
    return Optional.empty();
  }

  /** It answered. */
  synchronized void succeeded() {
    failures = 0;
    reason = "";
    pause = FIRST_PAUSE;
    openUntil = Optional.empty();
    probeUntil = Optional.empty();
  }

  /** It did not, or said that it cannot. */
  synchronized void failed(String why) {
    reason = why;
    failures++;
    boolean tried = openUntil.isPresent();
    if (!automatic || (failures < FAILURES && !tried)) {
      return;
    }
    Instant now = clock.instant();
    if (tried && probeUntil.isEmpty()) {
      // Sent before it opened: tells nothing new.
      return;
    }
    openUntil = Optional.of(now.plus(pause));
    probeUntil = Optional.empty();
    pause = pause.multipliedBy(2);
    if (pause.compareTo(LONGEST_PAUSE) > 0) {
      pause = LONGEST_PAUSE;
    }
  }

  /** A request that was let through ended without telling how the upstream is. */
  synchronized void spared() {
    probeUntil = Optional.empty();
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
