package io.entrepot.shell.routing;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RoutingAdmin;
import io.entrepot.engine.admin.RoutingRule;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** {@code routing:create}. */
@Service
@Command(
    scope = "routing",
    name = "create",
    description = "Makes a routing rule: which paths proxies and groups that have it are asked for")
public final class CreateRule extends EngineCommand {

  @Reference RoutingAdmin routing;

  @Argument(name = "name", description = "The rule's name", required = true)
  String name;

  @Argument(
      index = 1,
      name = "mode",
      description = "allow: only what matches is served; block: all but what matches",
      required = true)
  @Completion(
      value = StringsCompleter.class,
      values = {"allow", "block"})
  String mode;

  @Argument(
      index = 2,
      name = "matchers",
      description = "Regular expressions for whole paths, which begin with a slash",
      required = true,
      multiValued = true)
  List<String> matchers;

  @Override
  protected void run(Console console) throws RefusedException, IOException, CommandException {
    RoutingRule.Mode found =
        Arrays.stream(RoutingRule.Mode.values())
            .filter(one -> one.name().equalsIgnoreCase(mode))
            .findFirst()
            .orElseThrow(() -> failure("'" + mode + "' is neither allow nor block"));
    routing.create(new RoutingRule(name, "", found, matchers));
    console.println("Made routing rule '%s'".formatted(name));
  }
}
