package io.entrepot.shell.repository;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RemovedRepositoryAdmin;
import io.entrepot.engine.admin.RemovedRepositoryView;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import java.io.IOException;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code repository:restore}. */
@Service
@Command(
    scope = "repository",
    name = "restore",
    description = "Serves a deleted repository again, with all it held")
public final class RestoreRepository extends EngineCommand {

  @Reference RemovedRepositoryAdmin removed;

  @Argument(
      index = 0,
      name = "repository",
      description = "Its name, or its id where several had that name",
      required = true)
  @Completion(RemovedRepositoryNames.class)
  String repository;

  @Override
  protected void run(Console console) throws RefusedException, IOException, CommandException {
    RemovedRepositoryView view = new RemovedOnes(removed.list()).find(repository);
    removed.restore(view.id());
    console.println("Restored repository '%s'".formatted(view.definition().name()));
  }
}
