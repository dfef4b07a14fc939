package io.entrepot.shell.connector;

import io.entrepot.engine.admin.ConnectorAdmin;
import io.entrepot.engine.admin.ConnectorView;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code connector:list}. */
@Service
@Command(
    scope = "connector",
    name = "list",
    description = "Lists the ports and host names of the server and of its repositories")
public final class ListConnectors extends EngineCommand {

  private static final String[] COLUMNS = {"Kind", "Address", "Repository", "Problem"};

  @Reference ConnectorAdmin connectors;

  @Override
  protected void run(Console console) {
    console.table(COLUMNS, connectors.list().stream().map(ListConnectors::row).toList());
  }

  private static String[] row(ConnectorView connector) {
    return new String[] {
      connector.kind(),
      connector.address(),
      connector.repository().orElse("(all)"),
      connector.problem().orElse("")
    };
  }
}
