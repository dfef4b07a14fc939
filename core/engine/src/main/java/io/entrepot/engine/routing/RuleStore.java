package io.entrepot.engine.routing;

import io.entrepot.engine.admin.RoutingRule;
import java.io.IOException;
import java.util.List;

/** Where routing rules are kept. */
public interface RuleStore {

  /** All of them. */
  List<RoutingRule> all() throws IOException;

  /** Keeps one, in place of one of its name. */
  void save(RoutingRule rule) throws IOException;

  /** Forgets one. */
  void delete(String name) throws IOException;
}
