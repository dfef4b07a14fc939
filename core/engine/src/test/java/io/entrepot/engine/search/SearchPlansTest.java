package io.entrepot.engine.search;

import static io.entrepot.engine.search.SearchFixture.by;
import static io.entrepot.engine.search.SearchFixture.in;
import static io.entrepot.engine.search.SearchFixture.text;
import static io.entrepot.engine.search.SearchFixture.where;
import static io.entrepot.engine.search.SearchFixture.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.admin.CleanupPolicy.ReleaseType;
import io.entrepot.engine.admin.SearchOrder;
import io.entrepot.engine.admin.SearchQuery;
import io.entrepot.engine.admin.SearchQuery.Field;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.page.Cursor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.Rule;
import org.junit.Test;

/** No search may cost more the more there is. */
public final class SearchPlansTest {

  @Rule public final SearchFixture fixture = new SearchFixture();

  private final Set<String> statements = new ConcurrentSkipListSet<>();

  @Test
  public void shouldScanNoTable() throws Exception {
    fixture.put("one", "a/b", new Component("g", "name", "1"));
    new Filling(fixture.database, "one").add(0, 3 * Gathering.MOST);
    fixture.database.read(this::watch);
    fixture.database.write(this::watch);

    ask();

    assertThat(statements).hasSizeGreaterThan(20);
    for (String statement : List.copyOf(statements)) {
      assertThat(plan(statement))
          .as(statement)
          .noneMatch(step -> step.startsWith("SCAN") && !harmless(step))
          .noneMatch(step -> step.contains("TEMP B-TREE") || step.contains("AUTOMATIC"));
    }
  }

  /** An index of texts is asked for words (M), not run through. */
  private static boolean harmless(String step) {
    return step.equals("SCAN CONSTANT ROW") || step.matches("SCAN t VIRTUAL TABLE INDEX \\d+:M\\d");
  }

  private void ask() throws Exception {
    fixture.put("one", "b/c", new Component("g", "other", "1"));
    for (SearchOrder order : SearchOrder.values()) {
      for (boolean descending : List.of(false, true)) {
        SearchQuery all = by(in("one"), order, descending);
        fixture.search.components(all);
        fixture.search.components(
            new SearchQuery(
                all.repositories(),
                List.of(),
                List.of(),
                "",
                order,
                descending,
                fixture.search.components(all).next().orElseThrow(),
                2));
        fixture.search.components(where(all, Field.NAME, "artifact*"));
      }
    }
    fixture.search.assets(text(in("one"), "name"));
    fixture.search.components(in("one").only(ReleaseType.PRERELEASES));
    fixture.search.components(text(in("one"), "art"));
    fixture.search.components(where(in("one"), Field.NAME, "name"));
    fixture.search.components(where(in("one"), Field.GROUP, "g*"));
    for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
      Digest digest = new Digest(algorithm, "0".repeat(algorithm.hexLength()));
      fixture.search.assets(with(in("one"), digest));
    }
    Digest known =
        fixture.search.list("one", Cursor.START, 1).items().get(0).asset().blob().sha256();
    fixture.search.assets(with(in("one"), known));
    fixture.search.components(with(in("one"), known));
    Map<String, List<String>> behind = Map.of("one", List.of("two"));
    fixture.put("two", "a/b", new Component("g", "name", "1"));
    fixture.search.components(in("one").behind(behind));
    fixture.search.assets(in("one").behind(behind));
    fixture.search.component("one", 1);
    fixture.search.asset("one", 1);
    fixture.delete("one", "b/c");
  }

  private List<String> plan(String statement) throws Exception {
    return fixture.database.read(
        handle ->
            handle
                .createQuery("EXPLAIN QUERY PLAN " + statement.replace("?", "'1'"))
                .map((row, context) -> row.getString("detail"))
                .list());
  }

  private boolean watch(Handle handle) {
    handle
        .getConfig(SqlStatements.class)
        .setSqlLogger(
            new SqlLogger() {
              @Override
              public void logAfterExecution(StatementContext context) {
                statements.add(context.getRenderedSql());
              }
            });
    return true;
  }
}
