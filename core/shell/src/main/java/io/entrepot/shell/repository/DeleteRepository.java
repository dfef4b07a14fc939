package io.entrepot.shell.repository;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RepositoryAdmin;
import io.entrepot.engine.admin.RepositoryView;
import io.entrepot.shell.console.ByteSize;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import io.entrepot.shell.console.LaterOptions;
import java.io.IOException;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code repository:delete}. */
@Service
@Command(
    scope = "repository",
    name = "delete",
    description = "Deletes a repository with all it holds; asks before, if somebody is there")
public final class DeleteRepository extends EngineCommand {

  @Reference RepositoryAdmin repositories;

  @Option(name = "--yes", description = "Does not ask")
  boolean yes;

  @Argument(index = 0, name = "name", description = "The repository", required = true)
  @Completion(RepositoryNames.class)
  String name;

  @Argument(index = 1, name = "options", description = "Options, again", multiValued = true)
  List<String> later;

  @Override
  protected void run(Console console) throws RefusedException, IOException, CommandException {
    new LaterOptions().flag("--yes", () -> yes = true).read(later);
    RepositoryView repository = repositories.find(name).orElseThrow(this::missing);
    if (!yes) {
      console.confirm(
          "Delete repository '%s' with all it holds, %s?"
              .formatted(repository.definition().name(), ByteSize.of(repository.size())));
    }
    if (!repositories.delete(name)) {
      throw missing();
    }
    console.println("Deleted repository '%s'".formatted(repository.definition().name()));
  }

  private CommandException missing() {
    return failure("There is no repository '" + name + "'");
  }
}
