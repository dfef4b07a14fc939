package io.entrepot.engine.admin;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * When a task runs by itself.
 *
 * @param kind in which rhythm
 * @param start from when on, and the time of the day, minute and second of the kinds that repeat
 *     without an expression; needed by all kinds but {@link Kind#MANUAL} and {@link Kind#CRON}
 * @param days for {@link Kind#WEEKLY} 1 (Sunday) to 7 (Saturday), for {@link Kind#MONTHLY} 1 to 31:
 *     a month that has no such day is left out
 * @param cron for {@link Kind#CRON}: second, minute, hour, day of the month, month, day of the week
 *     and perhaps year, as Quartz writes them ({@code 0 0 3 * * ?}); or the five fields of Unix
 * @param zone in which days and hours are meant; empty for the server's own time zone
 */
public record TaskSchedule(
    Kind kind,
    Optional<Instant> start,
    SortedSet<Integer> days,
    Optional<String> cron,
    Optional<ZoneOffset> zone) {

  /** The rhythms. */
  public enum Kind {
    /** Only when it is asked to. */
    MANUAL,
    /** At one moment. */
    ONCE,
    /** Every hour. */
    HOURLY,
    /** Every day. */
    DAILY,
    /** On some days of the week. */
    WEEKLY,
    /** On some days of the month. */
    MONTHLY,
    /** By an expression. */
    CRON;

    /** As REST and the shell write it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Only when it is asked to. */
  public static final TaskSchedule MANUAL =
      new TaskSchedule(
          Kind.MANUAL, Optional.empty(), new TreeSet<>(), Optional.empty(), Optional.empty());

  public TaskSchedule {
    days = Collections.unmodifiableSortedSet(new TreeSet<>(days));
  }

  /** By an expression, in the server's time zone. */
  public static TaskSchedule cron(String expression) {
    return new TaskSchedule(
        Kind.CRON, Optional.empty(), new TreeSet<>(), Optional.of(expression), Optional.empty());
  }
}
