package io.entrepot.shell.routing;

import io.entrepot.engine.admin.RoutingAdmin;
import io.entrepot.engine.admin.RoutingRule;
import io.entrepot.shell.console.Names;
import java.util.Collection;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Completes the names of routing rules. */
@Service
public final class RuleNames extends Names {

  @Reference RoutingAdmin routing;

  @Override
  protected Collection<String> names() {
    return routing.rules().stream().map(RoutingRule::name).toList();
  }
}
