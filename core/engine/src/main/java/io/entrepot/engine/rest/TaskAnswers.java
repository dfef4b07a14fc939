package io.entrepot.engine.rest;

import io.entrepot.engine.admin.TaskRunView;
import io.entrepot.engine.admin.TaskSchedule;
import io.entrepot.engine.admin.TaskTypeView;
import io.entrepot.engine.admin.TaskView;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tasks as clients read them. */
final class TaskAnswers {

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx").withZone(ZoneOffset.UTC);

  private TaskAnswers() {}

  static Map<String, Object> task(TaskView task) {
    TaskSchedule schedule = task.definition().schedule();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("id", task.id());
    answer.put("name", task.definition().name());
    answer.put("type", task.definition().type());
    answer.put("enabled", task.definition().enabled());
    answer.put("message", message(task));
    answer.put("currentState", task.state().name());
    answer.put("lastRunResult", result(task));
    answer.put("nextRun", task.nextRun().map(MOMENT::format).orElse(null));
    answer.put("lastRun", task.lastRun().map(run -> MOMENT.format(run.started())).orElse(null));
    answer.put("schedule", schedule.kind().label());
    schedule.cron().ifPresent(cron -> answer.put("cronExpression", cron));
    schedule.start().ifPresent(start -> answer.put("startDate", MOMENT.format(start)));
    if (!schedule.days().isEmpty()) {
      answer.put("recurringDays", schedule.days());
    }
    schedule.zone().ifPresent(zone -> answer.put("timeZoneOffset", zone.getId()));
    answer.put("properties", task.definition().properties());
    return answer;
  }

  static Map<String, Object> run(TaskRunView run) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("started", MOMENT.format(run.started()));
    answer.put("ended", run.ended().map(MOMENT::format).orElse(null));
    answer.put("result", run.result().map(Enum::name).orElse(null));
    answer.put("byHand", run.byHand());
    answer.put("message", run.message());
    answer.put("report", run.report());
    return answer;
  }

  static Map<String, Object> template(TaskTypeView type) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("type", type.id());
    answer.put("name", type.label());
    answer.put("enabled", true);
    answer.put(
        "properties",
        type.fields().stream()
            .collect(
                Collectors.toMap(
                    TaskTypeView.Field::name,
                    TaskTypeView.Field::initial,
                    (one, other) -> one,
                    LinkedHashMap::new)));
    answer.put("frequency", Map.of("schedule", TaskSchedule.Kind.MANUAL.label()));
    return answer;
  }

  static Map<String, Object> page(List<?> items, Optional<String> next) {
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("items", items);
    page.put("continuationToken", next.orElse(null));
    return page;
  }

  private static String result(TaskView task) {
    return task.lastRun().flatMap(TaskRunView::result).map(Enum::name).orElse(null);
  }

  /** What is worth to be known first: why it cannot run, how far it is, why it failed. */
  private static String message(TaskView task) {
    return task.problem()
        .or(() -> Optional.of(task.progress()).filter(text -> !text.isEmpty()))
        .or(() -> task.lastRun().map(TaskRunView::message))
        .orElse("");
  }
}
