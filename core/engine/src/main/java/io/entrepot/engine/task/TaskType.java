package io.entrepot.engine.task;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A kind of work that can be scheduled and started by hand. A service; the engine's own alone. */
public interface TaskType {

  /**
   * A property of a task.
   *
   * @param name as in the task's properties: {@code dryRun}
   * @param label for people
   * @param initial what it is when nothing is said; empty if it may be missing
   * @param required whether a task without it is refused
   */
  record Field(String name, String label, String initial, boolean required) {}

  /** What it is called in REST and in the shell: {@code storage.collect}. */
  String id();

  /** What it is called for people. */
  String label();

  /** What can be set. */
  List<Field> fields();

  /**
   * When the task runs that is made by itself the first time that the type is there: an expression
   * as in {@code TaskSchedule.cron}; empty for one that waits to be started. No task is made for a
   * type with a required field that has no initial value.
   */
  default Optional<String> initialSchedule() {
    return Optional.empty();
  }

  /**
   * Checks properties before a task with them is kept.
   *
   * @throws IllegalArgumentException naming the property and the value that is wrong
   */
  default void check(TaskProperties properties) {}

  /**
   * Does the work. Called by one thread at a time for each task; may take hours. After a crash or a
   * stop it is called anew, and must be safe to repeat.
   *
   * @throws TaskCancelledException out of {@link TaskRun#progress}, when it was asked to stop
   * @throws IOException if it failed: the message is what the history says
   */
  void run(TaskRun run) throws IOException;
}
