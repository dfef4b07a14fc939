package io.entrepot.engine.task;

import io.entrepot.engine.admin.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A type whose work is said by the test. */
final class FakeWork implements TaskType {

  /** What a run does. */
  interface Work {
    void of(TaskRun run) throws IOException, RefusedException;
  }

  private final String id;
  final List<TaskProperties> runs = new ArrayList<>();
  Work work = run -> {};
  Optional<String> schedule = Optional.empty();
  List<Field> fields = List.of();

  FakeWork(String id) {
    this.id = id;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String label() {
    return "Does " + id;
  }

  @Override
  public List<Field> fields() {
    return fields;
  }

  @Override
  public Optional<String> initialSchedule() {
    return schedule;
  }

  @Override
  public void check(TaskProperties properties) {
    if (properties.text("level").isPresent() && properties.number("level") < 0) {
      throw new IllegalArgumentException("level is below 0");
    }
  }

  @Override
  public void run(TaskRun run) throws IOException {
    runs.add(run.properties());
    try {
      work.of(run);
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }
}
