package io.entrepot.engine.task;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.TaskDefinition;
import io.entrepot.engine.admin.TaskRunView;
import io.entrepot.engine.admin.TaskView;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** A task as the scheduler has it before it. Whoever uses it holds the scheduler's lock. */
final class Task {

  final String id;
  TaskDefinition definition;
  Optional<Instant> nextRun;
  boolean requested;
  Optional<LiveRun> live = Optional.empty();
  Optional<TaskRunView> lastRun = Optional.empty();
  private Optional<Timetable> timetable;
  private String problem;

  Task(TaskStore.Row row, Clock clock) {
    id = row.id();
    definition = row.definition();
    nextRun = row.nextRun();
    read(clock);
  }

  /** Takes over a definition that was checked. */
  void define(TaskStore.Row row, Clock clock) {
    definition = row.definition();
    nextRun = row.nextRun();
    read(clock);
  }

  private void read(Clock clock) {
    try {
      timetable =
          Optional.of(Timetable.of(definition.schedule(), clock.getZone(), clock.instant()));
      problem = "";
    } catch (RefusedException e) {
      timetable = Optional.empty();
      problem = e.getMessage();
    }
  }

  /** The first time that its schedule has after that moment. */
  Optional<Instant> after(Instant moment) {
    return definition.enabled() ? timetable.flatMap(times -> times.next(moment)) : Optional.empty();
  }

  /** Whether its time has come. */
  boolean timely(Instant now) {
    return nextRun.isPresent() && !nextRun.get().isAfter(now);
  }

  /** Whether it shall run and does not. */
  boolean due(Instant now) {
    return live.isEmpty() && definition.enabled() && (requested || timely(now));
  }

  /** What is told of it. */
  TaskView view(Instant now, boolean available) {
    String missing =
        available
            ? problem
            : "no task of type '" + definition.type() + "' can run: it is not there";
    return new TaskView(
        id,
        definition,
        state(now, available),
        Optional.of(missing).filter(text -> !text.isEmpty()),
        nextRun,
        live.map(LiveRun::progress).orElse(""),
        live.map(LiveRun::view).or(() -> lastRun));
  }

  private TaskView.State state(Instant now, boolean available) {
    if (live.isPresent()) {
      return live.get().cancelled() ? TaskView.State.RUNNING_CANCELED : TaskView.State.RUNNING;
    }
    return due(now) && available ? TaskView.State.RUNNING_BLOCKED : TaskView.State.WAITING;
  }
}
