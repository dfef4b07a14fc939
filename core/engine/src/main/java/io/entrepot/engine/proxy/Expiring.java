package io.entrepot.engine.proxy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Things that hold for a while: a bounded number of them, the oldest leave first. Thread-safe. */
final class Expiring<V> {

  private record Entry<V>(V value, Instant until) {}

  private final Clock clock;
  private final int most;
  private final Map<Key, Entry<V>> entries = new LinkedHashMap<>();

  /**
   * None yet.
   *
   * @param most how many there are at most
   */
  Expiring(Clock clock, int most) {
    this.clock = clock;
    this.most = most;
  }

  synchronized Optional<V> find(Key key) {
    Entry<V> entry = entries.get(key);
    if (entry == null) {
      return Optional.empty();
    }
    if (clock.instant().isBefore(entry.until())) {
      return Optional.of(entry.value());
    }
    entries.remove(key);
    return Optional.empty();
  }

  synchronized void put(Key key, V value, Duration age) {
    entries.remove(key);
    if (age.isZero()) {
      return;
    }
    entries.put(key, new Entry<>(value, clock.instant().plus(age)));
    Iterator<Entry<V>> oldest = entries.values().iterator();
    while (entries.size() > most && oldest.hasNext()) {
      oldest.next();
      oldest.remove();
    }
  }

  synchronized void remove(Key key) {
    entries.remove(key);
  }

  synchronized void clear() {
    entries.clear();
  }
}
