package io.entrepot.engine.rest;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.TaskAdmin;
import io.entrepot.engine.admin.TaskDefinition;
import io.entrepot.engine.admin.TaskRunView;
import io.entrepot.engine.admin.TaskTypeView;
import io.entrepot.engine.admin.TaskView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Tasks that only note what they were told. */
final class FakeTasks implements TaskAdmin {

  static final Instant STARTED = Instant.parse("2026-05-01T10:20:30.456Z");

  final Map<String, TaskDefinition> kept = new TreeMap<>();
  final List<String> told = new ArrayList<>();

  @Override
  public List<TaskView> list() {
    return kept.keySet().stream().map(id -> find(id).orElseThrow()).toList();
  }

  @Override
  public Optional<TaskView> find(String id) {
    return Optional.ofNullable(kept.get(id))
        .map(
            definition ->
                new TaskView(
                    id,
                    definition,
                    TaskView.State.WAITING,
                    Optional.empty(),
                    Optional.of(STARTED.plusSeconds(60)),
                    "",
                    Optional.of(failed())));
  }

  private static TaskRunView failed() {
    return new TaskRunView(
        false,
        Optional.of(TaskRunView.Result.FAILED),
        STARTED,
        Optional.of(STARTED.plusSeconds(1)),
        "no room",
        List.of("3 files"));
  }

  @Override
  public List<TaskTypeView> types() {
    return List.of(
        new TaskTypeView(
            "sweep", "Sweep", List.of(new TaskTypeView.Field("level", "Level", "3", false))));
  }

  @Override
  public TaskView create(TaskDefinition definition) {
    String id = definition.type() + "-" + kept.size();
    kept.put(id, definition);
    return find(id).orElseThrow();
  }

  @Override
  public TaskView update(String id, TaskDefinition definition) throws RefusedException {
    require(id);
    kept.put(id, definition);
    return find(id).orElseThrow();
  }

  @Override
  public void delete(String id) throws RefusedException {
    require(id);
    kept.remove(id);
  }

  @Override
  public void run(String id) throws RefusedException {
    require(id);
    if (!kept.get(id).enabled()) {
      throw new RefusedException(Kind.FORBIDDEN, "enabled", "task '" + id + "' is disabled");
    }
    told.add("run " + id);
  }

  @Override
  public void stop(String id) throws RefusedException {
    require(id);
    told.add("stop " + id);
  }

  @Override
  public List<TaskRunView> history(String id) {
    return List.of(failed());
  }

  private void require(String id) throws RefusedException {
    if (!kept.containsKey(id)) {
      throw new RefusedException(Kind.NOT_FOUND, "id", "there is no task '" + id + "'");
    }
  }
}
