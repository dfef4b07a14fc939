package io.entrepot.engine.collect;

import io.entrepot.engine.task.TaskProperties;
import io.entrepot.engine.task.TaskRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A run that nobody stops, and what it said. */
final class Run implements TaskRun {

  final List<String> lines = new ArrayList<>();
  private final TaskProperties properties;

  Run(long graceMinutes, long fileGraceHours) {
    properties =
        new TaskProperties(
            Map.of(
                StorageCollect.GRACE_MINUTES,
                Long.toString(graceMinutes),
                StorageCollect.FILE_GRACE_HOURS,
                Long.toString(fileGraceHours)));
  }

  @Override
  public TaskProperties properties() {
    return properties;
  }

  @Override
  public void progress(String what, long done, long total) {
    // Nobody watches.
  }

  @Override
  public void report(String line) {
    lines.add(line);
  }
}
