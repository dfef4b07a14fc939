package io.entrepot.engine.task;

import java.io.IOException;

/** A run was asked to stop. What it did is kept. */
public final class TaskCancelledException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Stopped on request. */
  public TaskCancelledException() {
    super("the task was stopped");
  }
}
