package io.entrepot.engine.task;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.TaskSchedule;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * The moments of a schedule. All that repeats is a cron expression, in the schedule's offset from
 * UTC or in the server's time zone: there an hour that summer time leaves out does not come on that
 * day, and one that comes twice counts once.
 */
final class Timetable {

  private static final int UNIX_FIELDS = 5;

  private final Optional<Instant> once;
  private final Optional<Instant> from;
  private final Optional<ExecutionTime> repeated;
  private final ZoneId zone;

  private Timetable(
      Optional<Instant> once,
      Optional<Instant> from,
      Optional<ExecutionTime> repeated,
      ZoneId zone) {
    this.once = once;
    this.from = from;
    this.repeated = repeated;
    this.zone = zone;
  }

  /**
   * The moments of a schedule.
   *
   * @param server the server's time zone
   * @param now what is past never comes
   * @throws RefusedException naming the field that is missing or wrong: {@code frequency.…}
   */
  static Timetable of(TaskSchedule schedule, ZoneId server, Instant now) throws RefusedException {
    ZoneId zone = schedule.zone().<ZoneId>map(offset -> offset).orElse(server);
    Optional<Instant> start =
        schedule.start().map(moment -> moment.truncatedTo(ChronoUnit.SECONDS));
    return switch (schedule.kind()) {
      case MANUAL -> new Timetable(Optional.empty(), Optional.empty(), Optional.empty(), zone);
      case ONCE -> new Timetable(Optional.of(start(schedule)), start, Optional.empty(), zone);
      case HOURLY, DAILY, WEEKLY, MONTHLY ->
          new Timetable(
              Optional.empty(),
              start,
              Optional.of(parsed(expression(schedule, start(schedule).atZone(zone)))),
              zone);
      case CRON -> {
        String given =
            schedule
                .cron()
                .orElseThrow(() -> wrong("cronExpression", "is missing: the kind is cron"));
        ExecutionTime repeated = parsed(given);
        if (repeated.nextExecution(now.atZone(zone)).isEmpty()) {
          throw wrong("cronExpression", "'" + given + "' never comes");
        }
        yield new Timetable(Optional.empty(), start, Optional.of(repeated), zone);
      }
    };
  }

  /** The first moment after that one; empty if there is none any more. */
  Optional<Instant> next(Instant after) {
    if (once.isPresent()) {
      return once.filter(after::isBefore);
    }
    Instant earliest = from.map(start -> start.minusSeconds(1)).orElse(after);
    ZonedDateTime behind = (earliest.isAfter(after) ? earliest : after).atZone(zone);
    return repeated.flatMap(times -> times.nextExecution(behind)).map(ZonedDateTime::toInstant);
  }

  private static Instant start(TaskSchedule schedule) throws RefusedException {
    return schedule
        .start()
        .map(moment -> moment.truncatedTo(ChronoUnit.SECONDS))
        .orElseThrow(
            () -> wrong("startDate", "is missing: the kind is " + schedule.kind().label()));
  }

  private static String expression(TaskSchedule schedule, ZonedDateTime start)
      throws RefusedException {
    String hourly = start.getSecond() + " " + start.getMinute() + " ";
    String daily = hourly + start.getHour() + " ";
    return switch (schedule.kind()) {
      case MANUAL, ONCE, CRON -> throw new IllegalArgumentException(schedule.kind().label());
      case HOURLY -> hourly + "* * * ?";
      case DAILY -> daily + "* * ?";
      case WEEKLY -> daily + "? * " + days(schedule.days(), 7);
      case MONTHLY -> daily + days(schedule.days(), 31) + " * ?";
    };
  }

  private static String days(SortedSet<Integer> days, int last) throws RefusedException {
    if (days.isEmpty() || days.first() < 1 || days.last() > last) {
      throw wrong("recurringDays", days + " is not a list of days from 1 to " + last);
    }
    return days.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static ExecutionTime parsed(String expression) throws RefusedException {
    boolean unix = expression.strip().split("\\s+").length == UNIX_FIELDS;
    CronParser parser =
        new CronParser(
            CronDefinitionBuilder.instanceDefinitionFor(unix ? CronType.UNIX : CronType.QUARTZ));
    try {
      return ExecutionTime.forCron(parser.parse(expression).validate());
    } catch (IllegalArgumentException e) {
      throw wrong(
          "cronExpression", "'" + expression + "' is no cron expression: " + e.getMessage());
    }
  }

  private static RefusedException wrong(String field, String problem) {
    String path = "frequency." + field;
    return new RefusedException(RefusedException.Kind.INVALID, path, path + ": " + problem);
  }
}
