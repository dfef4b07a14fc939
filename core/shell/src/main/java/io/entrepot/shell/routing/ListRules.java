package io.entrepot.shell.routing;

import io.entrepot.engine.admin.RoutingAdmin;
import io.entrepot.engine.admin.RoutingRule;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code routing:list}. */
@Service
@Command(
    scope = "routing",
    name = "list",
    description = "Lists the routing rules and the repositories that have them")
public final class ListRules extends EngineCommand {

  private static final String[] COLUMNS = {"Name", "Mode", "Paths", "Repositories"};

  @Reference RoutingAdmin routing;

  @Override
  protected void run(Console console) throws IOException {
    List<String[]> rows = new ArrayList<>();
    for (RoutingRule rule : routing.rules()) {
      rows.add(
          new String[] {
            rule.name(),
            rule.mode().name().toLowerCase(Locale.ROOT),
            String.join(" ", rule.matchers()),
            String.join(" ", routing.users(rule.name()))
          });
    }
    console.table(COLUMNS, rows);
  }
}
