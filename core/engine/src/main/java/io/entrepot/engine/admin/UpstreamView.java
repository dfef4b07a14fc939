package io.entrepot.engine.admin;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The upstream of a proxy repository, and how it is.
 *
 * @param repository the proxy's name
 * @param url where it is
 * @param state whether it is asked
 * @param reason why not, or what went wrong last; empty if nothing did
 * @param until when it is asked again, if it is not asked for a while
 * @param remaining how many more requests it said last that it takes; empty if it said nothing
 * @param inFlight how many requests are with it now
 */
public record UpstreamView(
    String repository,
    String url,
    State state,
    String reason,
    Optional<Instant> until,
    OptionalLong remaining,
    int inFlight) {

  /** Whether it is asked. */
  public enum State {
    /** It answers, as far as is known. */
    AVAILABLE,
    /** It failed too often and is asked no more for a while. */
    AUTO_BLOCKED,
    /** It said that it is asked too much, and when it wants to be asked again. */
    RATE_LIMITED,
    /** Somebody said that it is not to be asked. */
    BLOCKED,
    /** The repository does not serve. */
    OFFLINE
  }
}
