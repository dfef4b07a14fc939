package io.entrepot.engine.admin;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Tasks: what the server does beside its requests, by a schedule or when it is asked to. */
@ProviderType
public interface TaskAdmin {

  /** All of them, by id. */
  List<TaskView> list();

  /** One of them. */
  Optional<TaskView> find(String id);

  /** The types that are there now, by id. */
  List<TaskTypeView> types();

  /**
   * Makes a task.
   *
   * @throws RefusedException naming the field that is wrong: {@code type}, {@code name}, {@code
   *     frequency.…}, {@code properties.…}
   * @throws IOException if it cannot be kept
   */
  TaskView create(TaskDefinition definition) throws RefusedException, IOException;

  /**
   * Changes a task; its type stays. A run of now goes on as it began.
   *
   * @throws RefusedException as with {@link #create}, or if there is none of that id
   */
  TaskView update(String id, TaskDefinition definition) throws RefusedException, IOException;

  /**
   * Removes a task with its history.
   *
   * @throws RefusedException if there is none of that id, or it runs
   */
  void delete(String id) throws RefusedException, IOException;

  /**
   * Lets it run as soon as no other of its type does; does not wait.
   *
   * @throws RefusedException if there is none of that id, it runs or waits to, it is disabled, or
   *     its type is not there
   */
  void run(String id) throws RefusedException;

  /**
   * Asks it to stop, or takes it back if it only waits; does not wait.
   *
   * @throws RefusedException if there is none of that id, or it does not run
   */
  void stop(String id) throws RefusedException;

  /**
   * Its last runs, the latest first; empty if there is no such task.
   *
   * @throws IOException if they cannot be read
   */
  List<TaskRunView> history(String id) throws IOException;
}
