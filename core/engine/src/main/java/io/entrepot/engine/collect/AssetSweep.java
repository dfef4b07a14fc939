package io.entrepot.engine.collect;

import io.entrepot.engine.content.Garbage;
import io.entrepot.engine.content.Garbage.Limits;
import io.entrepot.engine.content.Garbage.Removal;
import io.entrepot.engine.content.Garbage.Unneeded;
import io.entrepot.engine.repository.Serving;
import io.entrepot.engine.task.TaskRun;
import io.entrepot.spi.content.Retention;
import io.entrepot.spi.format.Repository;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Removes the assets of one repository that nothing needs, as its format removes them. */
final class AssetSweep {

  private static final int BATCH = 200;

  private final Garbage garbage;
  private final Serving serving;
  private final Clock clock;
  private final Duration grace;
  private final TaskRun run;
  private long removed;

  AssetSweep(Garbage garbage, Serving serving, Clock clock, Duration grace, TaskRun run) {
    this.garbage = garbage;
    this.serving = serving;
    this.clock = clock;
    this.grace = grace;
    this.run = run;
  }

  /** How many assets of all repositories went. */
  long removed() {
    return removed;
  }

  /** A repository that does not serve keeps what it has: only its format can say how that goes. */
  void sweep(String repository) throws IOException {
    Optional<Serving.Held> holding = serving.hold(repository);
    if (holding.isEmpty()) {
      return;
    }
    try (Serving.Held held = holding.get()) {
      if (held.repository().isEmpty()) {
        return;
      }
      Repository format = held.repository().get();
      Optional<Duration> policy = format.unneededRetention();
      if (policy.isPresent()) {
        Instant read = clock.instant().minus(grace);
        Instant since =
            clock.instant().minus(policy.get().compareTo(grace) > 0 ? policy.get() : grace);
        // What only went along with others still has the grace before it, not the whole time again.
        Limits limits = new Limits(since, read, since.plus(grace));
        long before;
        do {
          before = removed;
          sweep(repository, format, Retention.BY_POLICY, limits);
        } while (removed > before);
      }
      Instant now = clock.instant();
      Instant read = now.minus(grace);
      sweep(repository, format, Retention.WHILE_NEEDED, new Limits(read, read, now));
    }
  }

  private void sweep(String repository, Repository format, Retention retention, Limits limits)
      throws IOException {
    Optional<Unneeded> last = Optional.empty();
    List<Unneeded> batch;
    do {
      batch = garbage.unneeded(repository, retention, limits.unneeded(), last, BATCH);
      List<Removal> removals = new ArrayList<>();
      for (Unneeded one : batch) {
        removals.add(new Removal(one, format.deletion(one.asset())));
        last = Optional.of(one);
      }
      if (!removals.isEmpty()) {
        removed += garbage.remove(repository, removals, limits);
      }
      run.progress("assets of '" + repository + "' that nothing needs", removed, 0);
    } while (batch.size() == BATCH);
  }
}
