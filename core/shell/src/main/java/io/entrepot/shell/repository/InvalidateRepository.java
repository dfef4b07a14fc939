package io.entrepot.shell.repository;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.UpstreamAdmin;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import java.io.IOException;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code repository:invalidate}. */
@Service
@Command(
    scope = "repository",
    name = "invalidate",
    description = "Has a proxy, or all proxies of a group, ask upstream anew for what it keeps")
public final class InvalidateRepository extends EngineCommand {

  @Reference UpstreamAdmin upstreams;

  @Argument(name = "name", description = "The proxy or group", required = true)
  @Completion(RepositoryNames.class)
  String name;

  @Override
  protected void run(Console console) throws RefusedException, IOException {
    upstreams.invalidate(name);
    console.println("What '%s' keeps of its upstream is asked for anew".formatted(name));
  }
}
