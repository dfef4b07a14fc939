package io.entrepot.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is moved. */
public final class TestClock extends Clock {

  private final AtomicReference<Instant> now;

  /** Begins at noon UTC on 1 May 2026. */
  public TestClock() {
    this(Instant.parse("2026-05-01T12:00:00Z"));
  }

  /** Begins then. */
  public TestClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  /** Moves it forward. */
  public void advance(Duration by) {
    now.updateAndGet(instant -> instant.plus(by));
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /** Not offered: two clocks would have to move together. */
  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("a test clock is always in UTC");
  }
}
