package io.entrepot.shell.task;

import io.entrepot.engine.admin.TaskAdmin;
import io.entrepot.engine.admin.TaskView;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code task:list}. */
@Service
@Command(
    scope = "task",
    name = "list",
    description =
        "Lists the tasks: whether they run, when they run next, what came of the last run")
public final class ListTasks extends EngineCommand {

  private static final String[] COLUMNS = {
    "Id", "Name", "State", "Next run", "Last run", "Result", "Problem"
  };

  @Reference TaskAdmin tasks;

  @Override
  protected void run(Console console) {
    console.table(COLUMNS, tasks.list().stream().map(ListTasks::row).toList());
  }

  private static String[] row(TaskView task) {
    return new String[] {
      task.id(),
      task.definition().name(),
      Words.state(task),
      Words.nextRun(task),
      task.lastRun().map(run -> Words.moment(run.started())).orElse(""),
      task.lastRun().map(Words::result).orElse(""),
      task.problem().orElse("")
    };
  }
}
