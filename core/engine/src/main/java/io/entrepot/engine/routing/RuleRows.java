package io.entrepot.engine.routing;

import io.entrepot.engine.admin.RoutingRule;
import io.entrepot.engine.database.Database;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Routing rules in the database; matchers have a line each, since none can have a line break. */
@Component(service = RuleStore.class)
public final class RuleRows implements RuleStore {

  private final Database database;

  /** The rules in a database. */
  @Activate
  public RuleRows(@Reference Database database) {
    this.database = database;
  }

  @Override
  public List<RoutingRule> all() throws IOException {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT name, description, mode, matchers FROM routing_rule ORDER BY name")
                .map((row, context) -> rule(row))
                .list());
  }

  @Override
  public void save(RoutingRule rule) throws IOException {
    database.write(
        handle ->
            handle.execute(
                "INSERT INTO routing_rule (name, description, mode, matchers) VALUES (?, ?, ?, ?)"
                    + " ON CONFLICT (name) DO UPDATE SET description = excluded.description,"
                    + " mode = excluded.mode, matchers = excluded.matchers",
                rule.name(),
                rule.description(),
                rule.mode().name(),
                String.join("\n", rule.matchers())));
  }

  @Override
  public void delete(String name) throws IOException {
    database.write(handle -> handle.execute("DELETE FROM routing_rule WHERE name = ?", name));
  }

  private static RoutingRule rule(ResultSet row) throws SQLException {
    return new RoutingRule(
        row.getString("name"),
        row.getString("description"),
        RoutingRule.Mode.valueOf(row.getString("mode")),
        row.getString("matchers").lines().toList());
  }
}
