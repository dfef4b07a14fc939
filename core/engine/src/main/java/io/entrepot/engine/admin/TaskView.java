package io.entrepot.engine.admin;

import java.time.Instant;
import java.util.Optional;

/**
 * A task and how it is.
 *
 * @param id unique, and never another task's later
 * @param definition what it shall do and when
 * @param state whether it runs
 * @param problem why it cannot run: its type is not there; empty if it can
 * @param nextRun when its time comes; in the past if it waits for another task
 * @param progress how far it is, if it runs: {@code blobs considered: 1000 of 5000}; or empty
 * @param lastRun its last run, which may be the one of now
 */
public record TaskView(
    String id,
    TaskDefinition definition,
    State state,
    Optional<String> problem,
    Optional<Instant> nextRun,
    String progress,
    Optional<TaskRunView> lastRun) {

  /** Whether a task runs. */
  public enum State {
    /** It does not. */
    WAITING,
    /** It shall, and waits until another task of its type is done or a thread is free. */
    RUNNING_BLOCKED,
    /** It does. */
    RUNNING,
    /** It does, and was asked to stop. */
    RUNNING_CANCELED
  }
}
