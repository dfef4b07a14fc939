package io.entrepot.engine.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.TaskDefinition;
import io.entrepot.engine.admin.TaskRunView;
import io.entrepot.engine.admin.TaskRunView.Result;
import io.entrepot.engine.admin.TaskSchedule;
import io.entrepot.engine.admin.TaskView;
import io.entrepot.engine.database.Database;
import io.entrepot.testkit.TestClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class TaskSchedulerTest {

  private static final String HOURLY = "0 0 * * * ?";
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final TestClock clock = new TestClock();
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private final FakeWork sweep = new FakeWork("sweep");
  private Database database;
  private TaskScheduler scheduler;

  @Before
  public void open() throws IOException {
    database = new Database(folder.getRoot().toPath());
    scheduler = new TaskScheduler(database, clock, waiting::add);
  }

  @After
  public void close() throws IOException {
    work();
    scheduler.close();
    database.close();
  }

  @Test
  public void shouldMakeATaskForATypeOnceAndOnlyOnce() throws Exception {
    sweep.schedule = Optional.of(HOURLY);
    scheduler.add(sweep);
    TaskView made = scheduler.find("sweep").orElseThrow();
    assertThat(made.definition().name()).isEqualTo("Does sweep");
    assertThat(made.nextRun()).contains(NOON.plus(Duration.ofHours(1)));
    scheduler.delete("sweep");

    restart();
    scheduler.add(sweep);

    assertThat(scheduler.list()).isEmpty();
  }

  @Test
  public void shouldMakeNoTaskForATypeThatMustBeToldMore() {
    sweep.fields = List.of(new TaskType.Field("where", "Where", "", true));
    scheduler.add(sweep);
    assertThat(scheduler.list()).isEmpty();
    assertThat(scheduler.types()).hasSize(1);
  }

  @Test
  public void shouldRunWhenTheTimeComesAndNotBefore() {
    hourly();
    clock.advance(Duration.ofMinutes(59));
    tick();
    assertThat(sweep.runs).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    tick();
    tick();
    assertThat(sweep.runs).hasSize(1);
    assertThat(view().nextRun()).contains(NOON.plus(Duration.ofHours(2)));
    assertThat(view().lastRun().orElseThrow().result()).contains(Result.OK);
  }

  @Test
  public void shouldMakeUpForManyMissedRunsOnce() throws Exception {
    hourly();
    clock.advance(Duration.ofHours(30));
    restart();
    scheduler.add(sweep);
    tick();
    tick();
    assertThat(sweep.runs).hasSize(1);
    assertThat(view().nextRun()).contains(NOON.plus(Duration.ofHours(31)));
  }

  @Test
  public void shouldWaitWithAMissedRunUntilTheTypeIsThere() throws Exception {
    hourly();
    clock.advance(Duration.ofHours(2));
    restart();
    tick();
    assertThat(view().problem()).contains("no task of type 'sweep' can run: it is not there");
    assertThat(view().state()).isEqualTo(TaskView.State.WAITING);
    refused("run", () -> scheduler.run("sweep"));
    scheduler.add(sweep);
    tick();
    assertThat(sweep.runs).hasSize(1);
    assertThat(view().problem()).isEmpty();
  }

  @Test
  public void shouldRunATaskOfATypeOnceAtATime() throws Exception {
    hourly();
    FakeWork other = new FakeWork("other");
    scheduler.add(other);
    String second = scheduler.create(definition(TaskSchedule.MANUAL)).id();
    scheduler.run("sweep");
    scheduler.run(second);
    scheduler.run("other");
    assertThat(waiting).hasSize(2);
    assertThat(view().state()).isEqualTo(TaskView.State.RUNNING);
    assertThat(view(second).state()).isEqualTo(TaskView.State.RUNNING_BLOCKED);
    refused("runs already, or waits to", () -> scheduler.run(second));
    refused("runs already, or waits to", () -> scheduler.run("sweep"));
    work();
    assertThat(sweep.runs).hasSize(2);
    assertThat(other.runs).hasSize(1);
  }

  @Test
  public void shouldRunFewAtOnce() throws Exception {
    for (int i = 0; i <= TaskThreads.MOST; i++) {
      scheduler.add(new FakeWork("type" + i));
      scheduler.run("type" + i);
    }
    assertThat(waiting).hasSize(TaskThreads.MOST);
    assertThat(view("type" + TaskThreads.MOST).state()).isEqualTo(TaskView.State.RUNNING_BLOCKED);
    work();
    assertThat(view("type" + TaskThreads.MOST).lastRun().orElseThrow().result())
        .contains(Result.OK);
  }

  @Test
  public void shouldNotRunAgainForATimeThatCameWhileItRan() {
    hourly();
    clock.advance(Duration.ofHours(1));
    scheduler.tick();
    clock.advance(Duration.ofHours(3));
    scheduler.tick();
    assertThat(view().nextRun()).contains(NOON.plus(Duration.ofHours(5)));
    work();
    assertThat(sweep.runs).hasSize(1);
  }

  @Test
  public void shouldShowProgressAndStopAtTheNextStep() throws Exception {
    hourly();
    sweep.work =
        run -> {
          run.progress("files", 3, 10);
          assertThat(view().progress()).isEqualTo("files: 3 of 10");
          run.report("3 files");
          scheduler.stop("sweep");
          assertThat(view().state()).isEqualTo(TaskView.State.RUNNING_CANCELED);
          run.progress("files", 4, 10);
        };
    scheduler.run("sweep");
    work();
    TaskRunView run = scheduler.history("sweep").get(0);
    assertThat(run.result()).contains(Result.CANCELED);
    assertThat(run.byHand()).isTrue();
    assertThat(run.report()).containsExactly("3 files");
    refused("does not run", () -> scheduler.stop("sweep"));
  }

  @Test
  public void shouldTakeBackARunThatWaits() throws Exception {
    hourly();
    String second = scheduler.create(definition(TaskSchedule.cron(HOURLY))).id();
    scheduler.run("sweep");
    clock.advance(Duration.ofHours(1));
    scheduler.tick();
    assertThat(view(second).state()).isEqualTo(TaskView.State.RUNNING_BLOCKED);
    scheduler.stop(second);
    work();
    assertThat(sweep.runs).hasSize(1);
    assertThat(view(second).nextRun()).contains(NOON.plus(Duration.ofHours(2)));
  }

  @Test
  public void shouldSayInTheHistoryWhyARunFailed() throws Exception {
    hourly();
    sweep.work =
        run -> {
          throw new IOException("the disk is gone");
        };
    scheduler.run("sweep");
    work();
    sweep.work =
        run -> {
          throw new StackOverflowError();
        };
    scheduler.run("sweep");
    work();
    assertThat(scheduler.history("sweep"))
        .extracting(TaskRunView::message)
        .containsExactly("java.lang.StackOverflowError", "the disk is gone");
    assertThat(view().lastRun().orElseThrow().result()).contains(Result.FAILED);
  }

  @Test
  public void shouldKeepTheLastRunsOnly() throws Exception {
    hourly();
    for (int i = 0; i < TaskStore.KEPT_RUNS + 5; i++) {
      clock.advance(Duration.ofHours(1));
      tick();
    }
    assertThat(scheduler.history("sweep")).hasSize(TaskStore.KEPT_RUNS);
    assertThat(scheduler.history("sweep").get(0).started()).isEqualTo(clock.instant());
    restart();
    assertThat(view().lastRun().orElseThrow().started()).isEqualTo(clock.instant());
  }

  @Test
  public void shouldRepeatWhatACrashCutOffIfItWasScheduled() throws Exception {
    hourly();
    clock.advance(Duration.ofHours(1));
    scheduler.tick();
    crash();
    assertThat(scheduler.history("sweep").get(0).result()).contains(Result.INTERRUPTED);
    scheduler.add(sweep);
    tick();
    assertThat(sweep.runs).hasSize(1);
    assertThat(scheduler.history("sweep")).hasSize(2);
  }

  @Test
  public void shouldNotRepeatWhatWasAskedForByHand() throws Exception {
    hourly();
    scheduler.run("sweep");
    crash();
    scheduler.add(sweep);
    tick();
    assertThat(sweep.runs).isEmpty();
    assertThat(scheduler.history("sweep").get(0).result()).contains(Result.INTERRUPTED);
  }

  @Test
  public void shouldStopAndRepeatAScheduledRunWhenTheServerStops() throws Exception {
    hourly();
    sweep.work =
        run -> {
          Thread closing = new Thread(scheduler::close);
          closing.start();
          while (true) {
            run.progress("step", 1, 0);
            Thread.onSpinWait();
          }
        };
    clock.advance(Duration.ofHours(1));
    tick();
    restart();
    assertThat(scheduler.history("sweep").get(0).result()).contains(Result.INTERRUPTED);
    sweep.work = run -> {};
    scheduler.add(sweep);
    tick();
    assertThat(scheduler.history("sweep").get(0).result()).contains(Result.OK);
  }

  @Test
  public void shouldStopARunWhoseTypeGoesAndRepeatItWhenItIsBack() throws Exception {
    hourly();
    sweep.work =
        run -> {
          new Thread(() -> scheduler.remove(sweep)).start();
          while (true) {
            run.progress("step", 1, 0);
            Thread.onSpinWait();
          }
        };
    clock.advance(Duration.ofHours(1));
    tick();
    assertThat(view().lastRun().orElseThrow().result()).contains(Result.INTERRUPTED);
    tick();
    assertThat(sweep.runs).hasSize(1);
    sweep.work = run -> {};
    scheduler.add(sweep);
    tick();
    assertThat(sweep.runs).hasSize(2);
    assertThat(view().lastRun().orElseThrow().result()).contains(Result.OK);
  }

  @Test
  public void shouldRunThoughTheHistoryCannotBeKept() throws Exception {
    hourly();
    clock.advance(Duration.ofHours(1));
    database.close();
    tick();
    assertThat(sweep.runs).hasSize(1);
    assertThat(view().lastRun().orElseThrow().result()).contains(Result.OK);
    open();
  }

  @Test
  public void shouldRefuseWhatATypeDoesNotKnow() {
    sweep.fields =
        List.of(
            new TaskType.Field("where", "Where", "", true),
            new TaskType.Field("level", "Level", "3", false));
    scheduler.add(sweep);
    refused("properties.where is missing", () -> create(Map.of()));
    refused("no such property of sweep", () -> create(Map.of("where", "x", "else", "y")));
    refused("properties: level is below 0", () -> create(Map.of("where", "x", "level", "-1")));
    refused("level is 'a', not", () -> create(Map.of("where", "x", "level", "a")));
    refused(
        "type: 'none' is not one of sweep",
        () ->
            scheduler.create(new TaskDefinition("none", "n", true, TaskSchedule.MANUAL, Map.of())));
    refused(
        "the name must",
        () ->
            scheduler.create(
                new TaskDefinition("sweep", " ", true, TaskSchedule.MANUAL, Map.of("where", "x"))));
  }

  @Test
  public void shouldGiveARunInitialValues() throws Exception {
    sweep.fields = List.of(new TaskType.Field("level", "Level", "3", false));
    scheduler.add(sweep);
    scheduler.run("sweep");
    work();
    assertThat(sweep.runs.get(0).number("level")).isEqualTo(3);
  }

  @Test
  public void shouldChangeATaskAndKeepThat() throws Exception {
    hourly();
    TaskDefinition changed =
        new TaskDefinition("sweep", "New", false, TaskSchedule.cron("0 30 4 * * ?"), Map.of());
    scheduler.update("sweep", changed);
    assertThat(view().nextRun()).isEmpty();
    refused("disabled", () -> scheduler.run("sweep"));
    restart();
    assertThat(view().definition()).isEqualTo(changed);
    clock.advance(Duration.ofDays(2));
    tick();
    assertThat(sweep.runs).isEmpty();
  }

  @Test
  public void shouldNotRemoveATaskThatRuns() throws Exception {
    hourly();
    scheduler.run("sweep");
    refused("stop it before", () -> scheduler.delete("sweep"));
    work();
    scheduler.delete("sweep");
    assertThat(scheduler.history("sweep")).isEmpty();
    refused("there is no task 'sweep'", () -> scheduler.run("sweep"));
  }

  private interface Refused {
    void call() throws Exception;
  }

  private static void refused(String message, Refused call) {
    assertThatThrownBy(call::call)
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(message);
  }

  private void create(Map<String, String> properties) throws Exception {
    scheduler.create(new TaskDefinition("sweep", "n", true, TaskSchedule.MANUAL, properties));
  }

  private void hourly() {
    sweep.schedule = Optional.of(HOURLY);
    scheduler.add(sweep);
  }

  private static TaskDefinition definition(TaskSchedule schedule) {
    return new TaskDefinition("sweep", "Another", true, schedule, Map.of());
  }

  private TaskView view() {
    return view("sweep");
  }

  private TaskView view(String id) {
    return scheduler.find(id).orElseThrow();
  }

  private void tick() {
    scheduler.tick();
    work();
  }

  private void work() {
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  private void restart() throws IOException {
    scheduler.close();
    open();
  }

  /** What ran is gone, and nothing was said to anybody. */
  private void crash() throws IOException {
    waiting.clear();
    open();
  }
}
