package io.entrepot.shell.task;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.TaskAdmin;
import io.entrepot.engine.admin.TaskDefinition;
import io.entrepot.engine.admin.TaskRunView;
import io.entrepot.engine.admin.TaskRunView.Result;
import io.entrepot.engine.admin.TaskSchedule;
import io.entrepot.engine.admin.TaskTypeView;
import io.entrepot.engine.admin.TaskView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A task {@code sweep} that runs, and one {@code backup} whose type is not there. */
final class FakeTasks implements TaskAdmin {

  static final Instant STARTED = Instant.parse("2026-05-01T10:20:30Z");

  final List<String> told = new ArrayList<>();

  @Override
  public List<TaskView> list() {
    return List.of(
        new TaskView(
            "backup",
            new TaskDefinition(
                "backup", "Back up", true, TaskSchedule.MANUAL, Map.of("to", "/mnt")),
            TaskView.State.WAITING,
            Optional.of("its type is not there"),
            Optional.empty(),
            "",
            Optional.empty()),
        new TaskView(
            "sweep",
            new TaskDefinition(
                "sweep", "Sweep it", true, TaskSchedule.cron("0 0 3 * * ?"), Map.of()),
            TaskView.State.RUNNING,
            Optional.empty(),
            Optional.of(STARTED.plusSeconds(60)),
            "files: 3 of 10",
            Optional.of(history("sweep").get(0))));
  }

  @Override
  public Optional<TaskView> find(String id) {
    return list().stream().filter(task -> task.id().equals(id)).findFirst();
  }

  @Override
  public List<TaskTypeView> types() {
    return List.of();
  }

  @Override
  public TaskView create(TaskDefinition definition) {
    throw new AssertionError("no command makes tasks");
  }

  @Override
  public TaskView update(String id, TaskDefinition definition) {
    throw new AssertionError("no command changes tasks");
  }

  @Override
  public void delete(String id) {
    throw new AssertionError("no command removes tasks");
  }

  @Override
  public void run(String id) throws RefusedException {
    if (find(id).isEmpty()) {
      throw new RefusedException(
          RefusedException.Kind.NOT_FOUND, "id", "there is no task '" + id + "'");
    }
    told.add("run " + id);
  }

  @Override
  public void stop(String id) {
    told.add("stop " + id);
  }

  @Override
  public List<TaskRunView> history(String id) {
    if (!id.equals("sweep")) {
      return List.of();
    }
    return List.of(
        new TaskRunView(true, Optional.empty(), STARTED, Optional.empty(), "", List.of("3 gone")),
        new TaskRunView(
            false,
            Optional.of(Result.FAILED),
            STARTED.minusSeconds(60),
            Optional.of(STARTED.minusMillis(58_500)),
            "no room",
            List.of()));
  }
}
