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

/** {@code task:run}. */
@Service
@Command(
    scope = "task",
    name = "run",
    description = "Lets a task run now; does not wait for its end: task:show tells how far it is")
public final class RunTask extends EngineCommand {

  @Reference TaskAdmin tasks;

  @Argument(name = "id", description = "The task", required = true)
  @Completion(TaskIds.class)
  String id;

  @Override
  protected void run(Console console) throws RefusedException {
    tasks.run(id);
    console.println("Task '%s' runs".formatted(id));
  }
}
