package io.entrepot.shell.repository;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RoutingAdmin;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code repository:route}. */
@Service
@Command(
    scope = "repository",
    name = "route",
    description = "Shows who would be asked for a path, in order; asks nobody")
public final class RouteRepository extends EngineCommand {

  private static final String[] COLUMNS = {"Repository", "Recipe", "Verdict", "Reason"};

  @Reference RoutingAdmin routing;

  @Argument(name = "name", description = "The repository", required = true)
  @Completion(RepositoryNames.class)
  String name;

  @Argument(index = 1, name = "path", description = "The path", required = true)
  String path;

  @Override
  protected void run(Console console) throws RefusedException, IOException {
    List<String[]> rows =
        routing.route(name, path).stream()
            .map(
                step ->
                    new String[] {
                      step.repository(),
                      step.recipe(),
                      step.verdict().name().toLowerCase(Locale.ROOT),
                      step.reason()
                    })
            .toList();
    console.table(COLUMNS, rows);
  }
}
