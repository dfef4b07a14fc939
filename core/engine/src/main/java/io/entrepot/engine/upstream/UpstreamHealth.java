package io.entrepot.engine.upstream;

import java.time.Instant;
import java.util.Optional;

/**
 * How an upstream is.
 *
 * @param state whether it is asked
 * @param reason why not, or what went wrong last; empty if nothing did
 * @param until when it is asked again, if it is blocked by itself
 */
public record UpstreamHealth(State state, String reason, Optional<Instant> until) {

  /** Whether it is asked. */
  public enum State {
    /** It answers, as far as is known. */
    AVAILABLE,
    /** It failed too often and is asked no more for a while. */
    AUTO_BLOCKED,
    /** Somebody said that it is not to be asked. */
    BLOCKED
  }
}
