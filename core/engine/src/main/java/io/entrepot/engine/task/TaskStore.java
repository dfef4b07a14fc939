package io.entrepot.engine.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entrepot.engine.admin.TaskDefinition;
import io.entrepot.engine.admin.TaskRunView;
import io.entrepot.engine.admin.TaskSchedule;
import io.entrepot.engine.database.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Tasks and their last runs in the database. */
final class TaskStore {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
  private static final TypeReference<List<String>> LINES = new TypeReference<>() {};

  /** How many runs of a task are kept. */
  static final int KEPT_RUNS = 20;

  /**
   * A task as it is kept.
   *
   * @param nextRun when its time comes, or came while nobody was there
   */
  record Row(String id, TaskDefinition definition, Optional<Instant> nextRun) {}

  private final Database database;

  TaskStore(Database database) {
    this.database = database;
  }

  /**
   * Notes that the runs which have no end were cut off, and that those whose time had come shall be
   * made again.
   */
  void interruptUnfinished(Instant now) throws IOException {
    database.write(
        handle -> {
          handle.execute(
              "UPDATE task SET next_run = ? WHERE id IN"
                  + " (SELECT task FROM task_run WHERE result IS NULL AND by_hand = 0)",
              now.toEpochMilli());
          return handle.execute(
              "UPDATE task_run SET result = 'INTERRUPTED', ended = ?,"
                  + " message = 'the server ended before the task did' WHERE result IS NULL",
              now.toEpochMilli());
        });
  }

  List<Row> tasks() throws IOException {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT id, type, name, enabled, schedule, start, days, cron, zone, properties,"
                        + " next_run FROM task ORDER BY id")
                .map((row, context) -> task(row))
                .list());
  }

  void save(Row task) throws IOException {
    database.write(handle -> save(handle, task));
  }

  /** Adds the task of a type that makes one by itself, the first time; false if it did before. */
  boolean insertInitial(Row task) throws IOException {
    return database.write(
        handle -> {
          int first =
              handle.execute(
                  "INSERT INTO task_initial (type) VALUES (?) ON CONFLICT (type) DO NOTHING",
                  task.definition().type());
          return first > 0 && save(handle, task) > 0;
        });
  }

  boolean madeInitial(String type) throws IOException {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT 1 FROM task_initial WHERE type = ?")
                .bind(0, type)
                .map((row, context) -> row.getInt(1))
                .findOne()
                .isPresent());
  }

  private static int save(Handle handle, Row task) throws JsonProcessingException {
    TaskDefinition definition = task.definition();
    TaskSchedule schedule = definition.schedule();
    return handle.execute(
        "INSERT INTO task (id, type, name, enabled, schedule, start, days, cron, zone, properties,"
            + " next_run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (id) DO UPDATE SET name = excluded.name, enabled = excluded.enabled,"
            + " schedule = excluded.schedule, start = excluded.start, days = excluded.days,"
            + " cron = excluded.cron, zone = excluded.zone, properties = excluded.properties,"
            + " next_run = excluded.next_run",
        task.id(),
        definition.type(),
        definition.name(),
        definition.enabled() ? 1 : 0,
        schedule.kind().label(),
        schedule.start().map(Instant::toEpochMilli).orElse(null),
        schedule.days().stream().map(String::valueOf).collect(Collectors.joining(",")),
        schedule.cron().orElse(null),
        schedule.zone().map(ZoneOffset::getId).orElse(null),
        JSON.writeValueAsString(definition.properties()),
        task.nextRun().map(Instant::toEpochMilli).orElse(null));
  }

  void delete(String id) throws IOException {
    database.write(handle -> handle.execute("DELETE FROM task WHERE id = ?", id));
  }

  void nextRun(String id, Optional<Instant> nextRun) throws IOException {
    database.write(handle -> nextRun(handle, id, nextRun));
  }

  private static int nextRun(Handle handle, String id, Optional<Instant> nextRun) {
    return handle.execute(
        "UPDATE task SET next_run = ? WHERE id = ?",
        nextRun.map(Instant::toEpochMilli).orElse(null),
        id);
  }

  /** Notes that a run begins, and forgets the oldest ones; gives its number. */
  long begin(String id, Optional<Instant> nextRun, boolean byHand, Instant now) throws IOException {
    return database.write(
        handle -> {
          nextRun(handle, id, nextRun);
          handle.execute(
              "DELETE FROM task_run WHERE task = ? AND id <="
                  + " (SELECT id FROM task_run WHERE task = ? ORDER BY id DESC LIMIT 1 OFFSET ?)",
              id,
              id,
              KEPT_RUNS - 1);
          return handle
              .createQuery(
                  "INSERT INTO task_run (task, by_hand, started, message, report)"
                      + " VALUES (?, ?, ?, '', '[]') RETURNING id")
              .bind(0, id)
              .bind(1, byHand ? 1 : 0)
              .bind(2, now.toEpochMilli())
              .map((row, context) -> row.getLong(1))
              .one();
        });
  }

  /**
   * Notes how a run ended.
   *
   * @param again when the task's time comes anew, if that has changed
   */
  void end(String id, long run, TaskRunView view, Optional<Instant> again) throws IOException {
    String report = JSON.writeValueAsString(view.report());
    database.write(
        handle -> {
          if (again.isPresent()) {
            nextRun(handle, id, again);
          }
          return handle.execute(
              "UPDATE task_run SET result = ?, ended = ?, message = ?, report = ? WHERE id = ?",
              view.result().map(Enum::name).orElse(null),
              view.ended().map(Instant::toEpochMilli).orElse(null),
              view.message(),
              report,
              run);
        });
  }

  /** The last runs of a task, the latest first. */
  List<TaskRunView> runs(String id, int most) throws IOException {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT by_hand, result, started, ended, message, report FROM task_run"
                        + " WHERE task = ? ORDER BY id DESC LIMIT ?")
                .bind(0, id)
                .bind(1, most)
                .map((row, context) -> run(row))
                .list());
  }

  private static Row task(ResultSet row) throws SQLException {
    TaskSchedule schedule =
        new TaskSchedule(
            TaskSchedule.Kind.valueOf(row.getString("schedule").toUpperCase(Locale.ROOT)),
            moment(row, "start"),
            days(row.getString("days")),
            Optional.ofNullable(row.getString("cron")),
            Optional.ofNullable(row.getString("zone")).map(ZoneOffset::of));
    TaskDefinition definition =
        new TaskDefinition(
            row.getString("type"),
            row.getString("name"),
            row.getInt("enabled") != 0,
            schedule,
            parsed(row.getString("properties"), TEXTS));
    return new Row(row.getString("id"), definition, moment(row, "next_run"));
  }

  private static TaskRunView run(ResultSet row) throws SQLException {
    return new TaskRunView(
        row.getInt("by_hand") != 0,
        Optional.ofNullable(row.getString("result")).map(TaskRunView.Result::valueOf),
        Instant.ofEpochMilli(row.getLong("started")),
        moment(row, "ended"),
        row.getString("message"),
        parsed(row.getString("report"), LINES));
  }

  private static Optional<Instant> moment(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(value));
  }

  private static SortedSet<Integer> days(String list) {
    return Stream.of(list.split(","))
        .filter(day -> !day.isEmpty())
        .map(Integer::valueOf)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static <T> T parsed(String json, TypeReference<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("the database has a task that cannot be read", e);
    }
  }
}
