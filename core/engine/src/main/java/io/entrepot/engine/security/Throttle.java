package io.entrepot.engine.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Slows down who guesses passwords: after some failures for one user from one address each further
 * one doubles the time until the next attempt is looked at. Somebody else's failures, from another
 * address, keep nobody out.
 */
final class Throttle {

  /** How many failures are free. */
  static final int FREE = 5;

  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** After that long without a failure all are forgotten. */
  private static final Duration MEMORY = Duration.ofMinutes(15);

  private record Key(String user, String network) {

    /** One who has an IPv6 address has its whole network, so all of that counts as one. */
    static Key of(String user, String client) {
      if (client.indexOf(':') < 0) {
        return new Key(user, client);
      }
      try {
        // A literal: no name is looked up.
        byte[] address = InetAddress.getByName(client).getAddress();
        return address.length == 16
            ? new Key(user, HexFormat.of().formatHex(address, 0, 8))
            : new Key(user, client);
      } catch (UnknownHostException e) {
        return new Key(user, client);
      }
    }
  }

  private static final class Attempts {
    private int failures;
    private int running;
    private Instant last = Instant.MIN;
    private Instant next = Instant.MIN;
  }

  private final Clock clock;
  private final Map<Key, Attempts> all;

  Throttle(Clock clock, int most) {
    this.clock = clock;
    this.all =
        new LinkedHashMap<>(64, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, Attempts> eldest) {
            return size() > most;
          }
        };
  }

  /**
   * Begins an attempt.
   *
   * @return how long to wait before it would be looked at; empty if it may go on: then {@link #end}
   *     must follow
   */
  synchronized Optional<Duration> begin(String user, String client) {
    Instant now = clock.instant();
    Attempts attempts = all.computeIfAbsent(Key.of(user, client), key -> new Attempts());
    if (attempts.running == 0 && attempts.failures > 0) {
      forget(attempts, now);
    }
    if (now.isBefore(attempts.next)) {
      return Optional.of(Duration.between(now, attempts.next));
    }
    // Those that run count as failures until they have proven otherwise: else many at once would
    // all be looked at before the first one failed.
    if (attempts.running > 0 && attempts.failures + attempts.running >= FREE) {
      return Optional.of(Duration.ofSeconds(1));
    }
    attempts.running++;
    return Optional.empty();
  }

  private static void forget(Attempts attempts, Instant now) {
    if (now.isAfter(attempts.last.plus(MEMORY))) {
      attempts.failures = 0;
      attempts.next = Instant.MIN;
    }
  }

  /**
   * Ends an attempt.
   *
   * @param failed whether the password was wrong
   * @param succeeded whether it was right; neither if it could not be said
   * @return whether attempts are slowed down from now on, and were not before
   */
  synchronized boolean end(String user, String client, boolean failed, boolean succeeded) {
    Key key = Key.of(user, client);
    Attempts attempts = all.get(key);
    if (attempts == null) {
      return false;
    }
    attempts.running = Math.max(0, attempts.running - 1);
    if (succeeded) {
      attempts.failures = 0;
      attempts.next = Instant.MIN;
    }
    if (failed) {
      attempts.failures++;
      attempts.last = clock.instant();
      if (attempts.failures >= FREE) {
        attempts.next = attempts.last.plus(delay(attempts.failures - FREE));
      }
    }
    if (attempts.failures == 0 && attempts.running == 0) {
      all.remove(key);
    }
    return failed && attempts.failures == FREE;
  }

  private static Duration delay(int beyond) {
    Duration delay = Duration.ofSeconds(1L << Math.min(beyond, 30));
    return delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
  }

  synchronized int size() {
    return all.size();
  }
}
