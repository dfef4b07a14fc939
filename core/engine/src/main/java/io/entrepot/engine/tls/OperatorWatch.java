package io.entrepot.engine.tls;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells when the operator's files changed and have come to rest. Polling, because change events are
 * lost on network mounts and on folders swapped by a symbolic link. Not thread-safe.
 */
final class OperatorWatch {
  /**
   * How long anything but a good certificate must stay before it counts: copying the two halves of
   * a pair, or deleting the old file before the new one comes, is no fault.
   */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** What the folder holds. */
  sealed interface Finding {
    /** The operator put no certificate here. */
    record Absent() implements Finding {}

    /** A certificate that can serve. */
    record Good(KeyMaterial material) implements Finding {}

    /** One that cannot, and why. */
    record Refused(String reason, Instant retryAt) implements Finding {}
  }

  private final Path folder;
  private String seen = "";
  private Instant seenSince = Instant.MIN;
  private String judged = "";
  private Instant retryAt = Instant.MAX;

  OperatorWatch(Path folder) {
    this.folder = folder;
  }

  /** Judges the folder as it is, for the first time. */
  Finding first(Instant now) {
    OperatorFiles files = OperatorFiles.read(folder);
    seen = files.state();
    seenSince = now;
    return accept(judge(files, now));
  }

  /** A finding if the folder holds something new that is complete; called every few seconds. */
  Optional<Finding> poll(Instant now) {
    OperatorFiles files = OperatorFiles.read(folder);
    String state = files.state();
    if (!state.equals(seen)) {
      // Half a file looks like this too: wait for the next look.
      seen = state;
      seenSince = now;
      return Optional.empty();
    }
    if (state.equals(judged) && now.isBefore(retryAt)) {
      return Optional.empty();
    }
    Finding finding = judge(files, now);
    if (!(finding instanceof Finding.Good) && now.isBefore(seenSince.plus(PATIENCE))) {
      return Optional.empty();
    }
    return Optional.of(accept(finding));
  }

  private Finding accept(Finding finding) {
    judged = seen;
    retryAt = finding instanceof Finding.Refused refused ? refused.retryAt() : Instant.MAX;
    return finding;
  }

  private static Finding judge(OperatorFiles files, Instant now) {
    try {
      Optional<KeyMaterial> material = files.material(now);
      return material.isPresent() ? new Finding.Good(material.get()) : new Finding.Absent();
    } catch (RefusedException e) {
      return new Finding.Refused(e.getMessage(), e.retryAt());
    }
  }
}
