package io.entrepot.engine.upstream;

import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a body comes fast enough: in each minute that is spent on waiting for it, so many bytes
 * at least. The time that we take ourselves does not count.
 */
final class Pace {

  /** How long the speed is averaged over. */
  static final Duration SPAN = Duration.ofMinutes(1);

  private final Clock clock;
  private final long least;
  private Duration waited = Duration.ZERO;
  private Optional<Instant> since = Optional.empty();
  private long bytes;

  /**
   * None has come.
   *
   * @param speed bytes in a second; 0 for any
   */
  Pace(Clock clock, long speed) {
    this.clock = clock;
    this.least = speed * SPAN.toSeconds();
  }

  /** Waits for bytes from now on. */
  void waits() {
    since = Optional.of(clock.instant());
  }

  /**
   * Some came, and they were not the last.
   *
   * @throws SocketTimeoutException if they come too slowly
   */
  void came(int count) throws SocketTimeoutException {
    bytes += count;
    if (since.isPresent()) {
      waited = waited.plus(Duration.between(since.get(), clock.instant()));
      since = Optional.empty();
    }
    if (waited.compareTo(SPAN) < 0) {
      return;
    }
    if (bytes < least) {
      throw new SocketTimeoutException(
          "%d bytes came in %d seconds, less than %d in a minute"
              .formatted(bytes, waited.toSeconds(), least));
    }
    waited = Duration.ZERO;
    bytes = 0;
  }
}
