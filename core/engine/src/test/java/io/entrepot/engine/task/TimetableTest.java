package io.entrepot.engine.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.TaskSchedule;
import io.entrepot.engine.admin.TaskSchedule.Kind;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.Test;

public final class TimetableTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  // A Friday.
  private static final Instant START = Instant.parse("2026-05-01T10:20:30.5Z");

  @Test
  public void shouldRepeatFromTheStartOn() throws RefusedException {
    assertThat(moments(schedule(Kind.HOURLY), "2026-04-01T00:00:00Z", 2))
        .containsExactly("2026-05-01T10:20:30Z", "2026-05-01T11:20:30Z");
    assertThat(moments(schedule(Kind.DAILY), "2026-05-01T10:20:30Z", 2))
        .containsExactly("2026-05-02T10:20:30Z", "2026-05-03T10:20:30Z");
    assertThat(moments(schedule(Kind.WEEKLY, 1, 6), "2026-05-01T00:00:00Z", 3))
        .containsExactly("2026-05-01T10:20:30Z", "2026-05-03T10:20:30Z", "2026-05-08T10:20:30Z");
    assertThat(moments(schedule(Kind.MONTHLY, 1, 31), "2026-05-02T00:00:00Z", 4))
        .containsExactly(
            "2026-05-31T10:20:30Z",
            "2026-06-01T10:20:30Z",
            "2026-07-01T10:20:30Z",
            "2026-07-31T10:20:30Z");
  }

  @Test
  public void shouldComeOnceOrNever() throws RefusedException {
    assertThat(moments(schedule(Kind.ONCE), "2026-05-01T00:00:00Z", 2))
        .containsExactly("2026-05-01T10:20:30Z");
    assertThat(moments(TaskSchedule.MANUAL, "2026-05-01T00:00:00Z", 2)).isEmpty();
  }

  @Test
  public void shouldTakeExpressionsOfQuartzAndUnix() throws RefusedException {
    assertThat(moments(TaskSchedule.cron("0 15 3 L * ?"), "2026-05-01T00:00:00Z", 2))
        .containsExactly("2026-05-31T01:15:00Z", "2026-06-30T01:15:00Z");
    assertThat(moments(TaskSchedule.cron("*/30 4 * * 0"), "2026-05-01T00:00:00Z", 2))
        .containsExactly("2026-05-03T02:00:00Z", "2026-05-03T02:30:00Z");
  }

  @Test
  public void shouldMeanTheHoursOfTheServersZoneOrOfTheGivenOne() throws RefusedException {
    assertThat(moments(TaskSchedule.cron("0 30 2 * * ?"), "2026-03-28T00:00:00Z", 3))
        .as("in the night of the 29th the clock goes from two to three")
        .containsExactly("2026-03-28T01:30:00Z", "2026-03-30T00:30:00Z", "2026-03-31T00:30:00Z");
    assertThat(moments(TaskSchedule.cron("0 30 2 * * ?"), "2026-10-24T12:00:00Z", 2))
        .as("in the night of the 25th there are two and a half twice")
        .hasSize(2)
        .last()
        .isEqualTo("2026-10-26T01:30:00Z");
    TaskSchedule given =
        new TaskSchedule(
            Kind.CRON,
            Optional.empty(),
            new TreeSet<>(),
            Optional.of("0 30 2 * * ?"),
            Optional.of(ZoneOffset.ofHours(-5)));
    assertThat(moments(given, "2026-05-01T00:00:00Z", 1)).containsExactly("2026-05-01T07:30:00Z");
  }

  @Test
  public void shouldRefuseWhatIsNoSchedule() {
    refused(TaskSchedule.cron("0 0 25 * * ?"), "frequency.cronExpression: '0 0 25 * * ?' is no");
    refused(TaskSchedule.cron("often"), "'often' is no cron expression");
    refused(TaskSchedule.cron("0 0 0 30 2 ?"), "'0 0 0 30 2 ?' never comes");
    refused(TaskSchedule.cron("0 0 0 1 1 ? 1999"), "never comes");
    refused(
        new TaskSchedule(
            Kind.CRON, Optional.empty(), new TreeSet<>(), Optional.empty(), Optional.empty()),
        "frequency.cronExpression: is missing");
    refused(
        new TaskSchedule(
            Kind.DAILY, Optional.empty(), new TreeSet<>(), Optional.empty(), Optional.empty()),
        "frequency.startDate: is missing: the kind is daily");
    refused(schedule(Kind.WEEKLY), "frequency.recurringDays: [] is not a list of days from 1 to 7");
    refused(schedule(Kind.WEEKLY, 0), "[0] is not");
    refused(schedule(Kind.MONTHLY, 3, 32), "[3, 32] is not a list of days from 1 to 31");
  }

  private static void refused(TaskSchedule schedule, String message) {
    assertThatThrownBy(() -> Timetable.of(schedule, BERLIN, START))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(message);
  }

  private static TaskSchedule schedule(Kind kind, Integer... days) {
    return new TaskSchedule(
        kind, Optional.of(START), new TreeSet<>(List.of(days)), Optional.empty(), Optional.empty());
  }

  private static List<String> moments(TaskSchedule schedule, String after, int most)
      throws RefusedException {
    Timetable times = Timetable.of(schedule, BERLIN, START);
    List<String> moments = new ArrayList<>();
    Optional<Instant> next = times.next(Instant.parse(after));
    while (next.isPresent() && moments.size() < most) {
      moments.add(next.get().toString());
      next = times.next(next.get());
    }
    return moments;
  }
}
