package io.entrepot.shell.task;

import io.entrepot.engine.admin.TaskAdmin;
import io.entrepot.engine.admin.TaskRunView;
import io.entrepot.engine.admin.TaskView;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code task:show}. */
@Service
@Command(
    scope = "task",
    name = "show",
    description = "Shows a task: how far it is, its settings, its last runs and what they reported")
public final class ShowTask extends EngineCommand {

  private static final String[] SETTINGS = {"Setting", "Value"};
  private static final String[] RUNS = {"Started", "Took", "Begun", "Result"};

  @Reference TaskAdmin tasks;

  @Argument(name = "id", description = "The task", required = true)
  @Completion(TaskIds.class)
  String id;

  @Override
  protected void run(Console console) throws IOException, CommandException {
    TaskView task = tasks.find(id).orElseThrow(() -> failure("There is no task '" + id + "'"));
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"id", task.id()});
    rows.add(new String[] {"type", task.definition().type()});
    rows.add(new String[] {"name", task.definition().name()});
    rows.add(new String[] {"state", Words.state(task)});
    task.problem().ifPresent(problem -> rows.add(new String[] {"problem", problem}));
    rows.add(new String[] {"schedule", Words.schedule(task.definition().schedule())});
    rows.add(new String[] {"next run", Words.nextRun(task)});
    new TreeMap<>(task.definition().properties())
        .forEach((name, value) -> rows.add(new String[] {name, value}));
    console.table(SETTINGS, rows);

    List<TaskRunView> runs = tasks.history(id);
    if (runs.isEmpty()) {
      return;
    }
    console.println("");
    console.table(RUNS, runs.stream().map(ShowTask::row).toList());
    List<String> report = runs.get(0).report();
    if (!report.isEmpty()) {
      console.println("");
      console.println("The last run's report:");
      report.forEach(console::println);
    }
  }

  private static String[] row(TaskRunView run) {
    return new String[] {
      Words.moment(run.started()),
      Words.duration(run).orElse(""),
      run.byHand() ? "by hand" : "by schedule",
      Words.result(run)
    };
  }
}
