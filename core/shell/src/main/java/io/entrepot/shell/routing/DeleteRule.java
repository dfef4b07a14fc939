package io.entrepot.shell.routing;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RoutingAdmin;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import java.io.IOException;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code routing:delete}. */
@Service
@Command(
    scope = "routing",
    name = "delete",
    description = "Removes a routing rule that no repository has")
public final class DeleteRule extends EngineCommand {

  @Reference RoutingAdmin routing;

  @Argument(name = "name", description = "The rule", required = true)
  @Completion(RuleNames.class)
  String name;

  @Override
  protected void run(Console console) throws RefusedException, IOException {
    routing.delete(name);
    console.println("Deleted routing rule '%s'".formatted(name));
  }
}
