package io.entrepot.shell.task;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.TaskAdmin;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code task:stop}. */
@Service
@Command(
    scope = "task",
    name = "stop",
    description = "Stops a task that runs, at its next step; what it did is kept")
public final class StopTask extends EngineCommand {

  @Reference TaskAdmin tasks;

  @Argument(name = "id", description = "The task", required = true)
  @Completion(TaskIds.class)
  String id;

  @Override
  protected void run(Console console) throws RefusedException {
    tasks.stop(id);
    console.println("Task '%s' is asked to stop".formatted(id));
  }
}
