package io.entrepot.engine.task;

/** A task at work, as the work sees it. */
public interface TaskRun {

  /** How the task is set, with the initial value of what is not. */
  TaskProperties properties();

  /**
   * Says how far it is; also the place at which a run that was asked to stop ends. Cheap: call it
   * for each step.
   *
   * @param what is being done: {@code blobs considered}
   * @param done so many
   * @param total of so many; 0 if nobody knows
   * @throws TaskCancelledException if it was asked to stop
   */
  void progress(String what, long done, long total) throws TaskCancelledException;

  /** A line of what came of it, for the history; the first 100 are kept. */
  void report(String line);
}
