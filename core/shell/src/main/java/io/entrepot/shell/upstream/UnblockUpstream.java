package io.entrepot.shell.upstream;

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

/** {@code upstream:unblock}. */
@Service
@Command(
    scope = "upstream",
    name = "unblock",
    description = "Has a proxy's upstream asked again that was blocked")
public final class UnblockUpstream extends EngineCommand {

  @Reference UpstreamAdmin upstreams;

  @Argument(name = "name", description = "The proxy", required = true)
  @Completion(ProxyNames.class)
  String name;

  @Override
  protected void run(Console console) throws RefusedException, IOException {
    upstreams.block(name, false);
    console.println("The upstream of '%s' is asked again".formatted(name));
  }
}
