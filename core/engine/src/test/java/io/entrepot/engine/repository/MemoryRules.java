package io.entrepot.engine.repository;

import io.entrepot.engine.admin.RoutingRule;
import io.entrepot.engine.routing.RuleBook;
import io.entrepot.engine.routing.RuleStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Routing rules that are kept nowhere. */
final class MemoryRules implements RuleStore {

  private final List<RoutingRule> rules = new ArrayList<>();

  static RuleBook book() throws IOException {
    return new RuleBook(new MemoryRules());
  }

  @Override
  public List<RoutingRule> all() {
    return List.copyOf(rules);
  }

  @Override
  public void save(RoutingRule rule) {
    delete(rule.name());
    rules.add(rule);
  }

  @Override
  public void delete(String name) {
    rules.removeIf(rule -> rule.name().equals(name));
  }
}
