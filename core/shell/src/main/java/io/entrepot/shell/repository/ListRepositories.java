package io.entrepot.shell.repository;

import io.entrepot.engine.admin.RepositoryAdmin;
import io.entrepot.engine.admin.RepositoryView;
import io.entrepot.shell.console.ByteSize;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code repository:list}. */
@Service
@Command(scope = "repository", name = "list", description = "Lists the repositories")
public final class ListRepositories extends EngineCommand {

  private static final String[] COLUMNS = {
    "Name", "Format", "Type", "Online", "Addresses", "Assets", "Size", "Problem"
  };

  @Reference RepositoryAdmin repositories;

  @Override
  protected void run(Console console) {
    console.table(COLUMNS, repositories.list().stream().map(ListRepositories::row).toList());
  }

  private static String[] row(RepositoryView repository) {
    return new String[] {
      repository.definition().name(),
      repository.definition().recipe().format(),
      repository.definition().recipe().type().label(),
      repository.definition().online() ? "yes" : "no",
      String.join(" ", repository.addresses()),
      Long.toString(repository.assets()),
      ByteSize.of(repository.size()),
      repository.problem().orElse("")
    };
  }
}
