package io.entrepot.engine.content;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who was told lately of an asset that nothing needs may be about to need it: a client asks for a
 * layer, hears that it is there, and sends the manifest alone. So being read renews such an asset's
 * time. Kept in memory, as reading must not write; after a start all count as read just then.
 *
 * <p>An asset is either read or condemned, whichever comes first. Who comes upon a condemned one
 * must ask the writer what became of it. The mark of one that went stays a while, for those who saw
 * its row before.
 */
final class Leases {

  private static final Duration REMEMBERED = Duration.ofMinutes(1);

  private record Mark(Instant at, boolean condemned) {}

  private final Instant started;
  private final Map<Long, Mark> marks = new ConcurrentHashMap<>();

  Leases(Instant started) {
    this.started = started;
  }

  /** An asset that nothing needs is read; false if it is condemned. */
  boolean renew(long asset, Instant now) {
    Mark mark =
        marks.compute(
            asset, (id, old) -> old != null && old.condemned() ? old : new Mark(now, false));
    return !mark.condemned();
  }

  /** An asset is to go; false if it was read after that moment, and stays. */
  boolean condemn(long asset, Instant limit, Instant now) {
    if (started.isAfter(limit)) {
      return false;
    }
    Mark mark =
        marks.compute(
            asset,
            (id, old) ->
                old != null && !old.condemned() && old.at().isAfter(limit)
                    ? old
                    : new Mark(now, true));
    return mark.condemned();
  }

  /** A condemned asset did not go. */
  void spare(long asset) {
    marks.computeIfPresent(asset, (id, old) -> old.condemned() ? null : old);
  }

  /** When an asset was read last, as far as that keeps it; the server's start at the earliest. */
  Instant last(long asset) {
    Mark mark = marks.get(asset);
    return mark == null || mark.condemned() ? started : mark.at();
  }

  /** Forgets what was read before that moment, and what is gone for a while. */
  void forget(Instant before, Instant now) {
    Instant gone = now.minus(REMEMBERED);
    marks.values().removeIf(mark -> mark.at().isBefore(mark.condemned() ? gone : before));
  }
}
