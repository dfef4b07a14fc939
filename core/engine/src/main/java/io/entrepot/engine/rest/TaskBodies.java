package io.entrepot.engine.rest;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.TaskDefinition;
import io.entrepot.engine.admin.TaskSchedule;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Reads tasks as clients send them. */
final class TaskBodies {

  /** What is larger counts milliseconds since 1970, not seconds: as seconds it is the year 5138. */
  private static final long SECONDS = 100_000_000_000L;

  private TaskBodies() {}

  /** A task, of that type if the body does not say one. */
  static TaskDefinition definition(JsonBody body, Optional<String> type) throws RefusedException {
    JsonBody frequency =
        body.group("frequency").orElseThrow(() -> invalid("frequency", "frequency is missing"));
    Map<String, String> properties = new LinkedHashMap<>();
    body.group("properties")
        .ifPresent(
            group ->
                group.values().forEach((name, value) -> properties.put(name, value.toString())));
    return new TaskDefinition(
        type.isPresent() ? body.optionalText("type").orElse(type.get()) : body.text("type"),
        body.text("name"),
        body.flag("enabled"),
        schedule(frequency),
        properties);
  }

  private static TaskSchedule schedule(JsonBody frequency) throws RefusedException {
    return new TaskSchedule(
        kind(frequency.text("schedule")),
        start(frequency.number("startDate")),
        frequency.numbers("recurringDays"),
        frequency.optionalText("cronExpression").filter(text -> !text.isBlank()),
        zone(frequency.optionalText("timeZoneOffset").filter(text -> !text.isBlank())));
  }

  private static TaskSchedule.Kind kind(String label) throws RefusedException {
    return Arrays.stream(TaskSchedule.Kind.values())
        .filter(kind -> kind.label().equalsIgnoreCase(label))
        .findFirst()
        .orElseThrow(
            () ->
                invalid(
                    "frequency.schedule",
                    "frequency.schedule: '"
                        + label
                        + "' is not one of "
                        + Arrays.stream(TaskSchedule.Kind.values())
                            .map(TaskSchedule.Kind::label)
                            .collect(Collectors.joining(", "))));
  }

  private static Optional<Instant> start(OptionalLong moment) throws RefusedException {
    if (moment.isEmpty()) {
      return Optional.empty();
    }
    long value = moment.getAsLong();
    if (value < 0 || value / 1000 >= SECONDS) {
      throw invalid(
          "frequency.startDate",
          "frequency.startDate: " + value + " is not a number of seconds since 1970");
    }
    return Optional.of(
        value < SECONDS ? Instant.ofEpochSecond(value) : Instant.ofEpochMilli(value));
  }

  private static Optional<ZoneOffset> zone(Optional<String> offset) throws RefusedException {
    try {
      return offset.map(ZoneOffset::of);
    } catch (DateTimeException e) {
      throw invalid(
          "frequency.timeZoneOffset",
          "frequency.timeZoneOffset: '" + offset.get() + "' is not an offset such as -05:00");
    }
  }

  private static RefusedException invalid(String field, String message) {
    return new RefusedException(Kind.INVALID, field, message);
  }
}
