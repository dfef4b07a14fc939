package io.entrepot.shell.task;

import io.entrepot.engine.admin.TaskRunView;
import io.entrepot.engine.admin.TaskSchedule;
import io.entrepot.engine.admin.TaskView;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** How tasks are put into words. */
final class Words {

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private Words() {}

  /** In the server's time zone. */
  static String moment(Instant moment) {
    return MOMENT.format(moment.atZone(ZoneId.systemDefault()));
  }

  static String state(TaskView task) {
    if (!task.definition().enabled() && task.state() == TaskView.State.WAITING) {
      return "disabled";
    }
    String state =
        switch (task.state()) {
          case WAITING -> "waiting";
          case RUNNING_BLOCKED -> "about to run";
          case RUNNING -> "running";
          case RUNNING_CANCELED -> "stopping";
        };
    return task.progress().isEmpty() ? state : state + ", " + task.progress();
  }

  static String nextRun(TaskView task) {
    if (task.definition().schedule().kind() == TaskSchedule.Kind.MANUAL) {
      return "by hand";
    }
    return task.nextRun().map(Words::moment).orElse("never");
  }

  /** What came of a run, and why. */
  static String result(TaskRunView run) {
    String result =
        run.result().map(value -> value.name().toLowerCase(Locale.ROOT)).orElse("running");
    return run.message().isEmpty() ? result : result + ": " + run.message();
  }

  static String schedule(TaskSchedule schedule) {
    StringBuilder words = new StringBuilder(schedule.kind().label());
    schedule.cron().ifPresent(cron -> words.append(' ').append(cron));
    if (!schedule.days().isEmpty()) {
      words.append(' ').append(schedule.days());
    }
    schedule.start().ifPresent(start -> words.append(" from ").append(moment(start)));
    schedule.zone().ifPresent(zone -> words.append(" UTC").append(zone.getId()));
    return words.toString();
  }

  /** From the beginning to the end of a run, in seconds. */
  static Optional<String> duration(TaskRunView run) {
    return run.ended()
        .map(end -> Math.max(0, end.toEpochMilli() - run.started().toEpochMilli()) / 1000.0)
        .map(seconds -> String.format(Locale.ROOT, "%.1f s", seconds));
  }
}
