package io.entrepot.engine.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One run of a task.
 *
 * @param byHand whether somebody asked for it; otherwise its time had come
 * @param result what came of it; empty while it runs
 * @param started when
 * @param ended when; empty while it runs
 * @param message why it failed; empty if it did not
 * @param report what it has to tell, some lines
 */
public record TaskRunView(
    boolean byHand,
    Optional<Result> result,
    Instant started,
    Optional<Instant> ended,
    String message,
    List<String> report) {

  /** What came of a run. */
  public enum Result {
    /** It did its work. */
    OK,
    /** It could not. */
    FAILED,
    /** It was stopped on request. */
    CANCELED,
    /** The server ended before it did. */
    INTERRUPTED
  }

  public TaskRunView {
    report = List.copyOf(report);
  }
}
