package io.entrepot.shell.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.shell.console.FakeLine;
import io.entrepot.shell.console.FakeSession;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Test;

public final class TaskCommandsTest {

  private final FakeSession session = new FakeSession();
  private final FakeTasks tasks = new FakeTasks();

  @Test
  public void shouldListTasks() throws CommandException {
    ListTasks command = new ListTasks();
    command.tasks = tasks;
    command.execute(session);
    assertThat(session.printed().lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .containsSubsequence("sweep", "Sweep it", "running, files: 3 of 10", "running"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .containsSubsequence(
                        "backup", "Back up", "waiting", "by hand", "its type is not there"));
  }

  @Test
  public void shouldShowATaskWithItsRuns() throws CommandException {
    ShowTask command = new ShowTask();
    command.tasks = tasks;
    command.id = "sweep";
    command.execute(session);
    assertThat(session.printed())
        .contains("cron 0 0 3 * * ?", "The last run's report:", "3 gone")
        .containsSubsequence("by hand", "running", "1.5 s", "by schedule", "failed: no room");
  }

  @Test
  public void shouldShowWhatATaskIsToldAndWhatItLacks() throws CommandException {
    ShowTask command = new ShowTask();
    command.tasks = tasks;
    command.id = "backup";
    command.execute(session);
    assertThat(session.printed()).contains("/mnt", "its type is not there").doesNotContain("Took");
  }

  @Test
  public void shouldRunAndStop() throws CommandException {
    RunTask run = new RunTask();
    run.tasks = tasks;
    run.id = "sweep";
    run.execute(session);
    StopTask stop = new StopTask();
    stop.tasks = tasks;
    stop.id = "sweep";
    stop.execute(session);
    assertThat(tasks.told).containsExactly("run sweep", "stop sweep");
    assertThat(session.printed()).contains("Task 'sweep' runs", "Task 'sweep' is asked to stop");
  }

  @Test
  public void shouldSayThatThereIsNoSuchTask() {
    RunTask run = new RunTask();
    run.tasks = tasks;
    run.id = "none";
    assertThatThrownBy(() -> run.execute(session)).hasMessage("id: there is no task 'none'");
    ShowTask show = new ShowTask();
    show.tasks = tasks;
    show.id = "none";
    assertThatThrownBy(() -> show.execute(session)).hasMessage("There is no task 'none'");
  }

  @Test
  public void shouldCompleteIds() {
    TaskIds ids = new TaskIds();
    ids.tasks = tasks;
    assertThat(FakeLine.complete(ids, "s")).containsExactly("sweep");
  }
}
