package io.entrepot.engine.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.blob.BlobNames;
import io.entrepot.spi.blob.BlobId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A database of any schema that was released is brought to the newest, and nothing is lost. */
public class ReleasedSchemasTest {

  private static final String MIGRATIONS = "classpath:io/entrepot/engine/database/migration";

  /** The last migration of each release; a release adds its own. */
  private static final List<String> RELEASED = List.of("1", "2", "3");

  /** Rows of every table of the released schemas, in an order in which they can be made. */
  private static final Map<String, List<String>> ROWS = new LinkedHashMap<>();

  static {
    String one = "1".repeat(64);
    String two = "2".repeat(64);
    String three = "3".repeat(64);
    ROWS.put("setting", List.of("'anonymous', 'on'", "'writable', 'yes'"));
    ROWS.put(
        "blob_store", List.of("'default', 'default', NULL, 2, 17", "'quota', 'q', 1000, 0, 0"));
    ROWS.put(
        "blob",
        List.of(
            "1, 'default', '" + one + ".a', 10, '" + one + "', NULL, 'c1', 'd1', 2, NULL, 1000",
            "2, 'default', '" + two + ".b', 7, '" + two + "', NULL, NULL, NULL, 0, 2000, 1001",
            "3, 'default', 'odd', 5, '" + three + "', NULL, NULL, NULL, 0, 2000, 1001"));
    ROWS.put("content", List.of("1, 'files', 'default', 2, 20", "2, NULL, 'default', 0, 0"));
    ROWS.put("component", List.of("1, 1, 'org.example', 'thing', '1.0', 1"));
    ROWS.put(
        "asset",
        List.of(
            "1, 1, 'a/b', 1, 1, 'text/plain', '{\"k\":\"v\"}', 1000, 1001",
            "2, 1, 'C', 1, NULL, 'text/x-ü', NULL, 1000, 1001"));
    ROWS.put("reference", List.of("1, 2"));
    ROWS.put(
        "node",
        List.of("1, '', 'a', 'a', NULL, 1", "1, 'a', 'b', 'b', 1, 0", "1, '', 'c', 'C', 2, 0"));
    ROWS.put("record", List.of("1, 'kind', 'key', '{}', 1", "1, 'kind', 'other', '{}', NULL"));
    ROWS.put("account", List.of("'anna', 'Anna', 'A', 'a@example.org', 'ACTIVE', '$argon2id$x'"));
    ROWS.put("role", List.of("'r', 'Role', 'what it is'"));
    ROWS.put("role_privilege", List.of("'r', 'nx-all'"));
    ROWS.put("role_contained", List.of("'r', 'nx-anonymous'"));
    ROWS.put("account_role", List.of("'anna', 'r'"));
    ROWS.put("repository", List.of("'files', 'plain', 'hosted', 1, '{\"storage\":{}}'"));
    ROWS.put("known_format", List.of("'plain', 'connector', '[\"/p/\"]'"));
  }

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void shouldKeepEveryRowOfEveryReleasedSchema() throws IOException {
    for (String release : RELEASED) {
      Path data = folder.newFolder("release-" + release).toPath();
      Map<String, List<Map<String, Object>>> before = make(data, release);
      assertThat(before).isNotEmpty().allSatisfy((table, rows) -> assertThat(rows).isNotEmpty());

      try (Database database = new Database(data)) {
        Map<String, List<Map<String, Object>>> after = database.read(h -> rows(h, before));

        before.forEach(
            (table, rows) ->
                assertThat(after.get(table)).as("%s of %s", table, release).isEqualTo(rows));
        assertThat(database.read(ReleasedSchemasTest::problems)).isEmpty();
        for (Map<String, Object> blob : before.get("blob")) {
          BlobId name = new BlobId((String) blob.get("name"));
          Optional<Long> found = database.read(h -> BlobNames.row(h, "default", name));
          assertThat(found).hasValue(((Number) blob.get("id")).longValue());
        }
      }
    }
  }

  /** Else the test would say nothing about a table that it has no rows for. */
  @Test
  public void shouldHaveRowsForEveryTableOfTheLastReleasedSchema() throws IOException {
    String last = RELEASED.get(RELEASED.size() - 1);
    assertThat(make(folder.newFolder("tables").toPath(), last).keySet())
        .containsExactlyInAnyOrderElementsOf(ROWS.keySet());
  }

  /** Makes a database of that version with rows in it; gives them. */
  private static Map<String, List<Map<String, Object>>> make(Path data, String version) {
    String url = "jdbc:sqlite:" + data.resolve("entrepot.db");
    Flyway.configure(Database.class.getClassLoader())
        .dataSource(url, null, null)
        .locations(MIGRATIONS)
        .target(MigrationVersion.fromVersion(version))
        .load()
        .migrate();
    return Jdbi.create(url)
        .withHandle(
            handle -> {
              Map<String, List<Map<String, Object>>> known = new LinkedHashMap<>();
              List<String> tables = tables(handle);
              ROWS.forEach(
                  (table, rows) -> {
                    if (tables.contains(table)) {
                      rows.forEach(row -> insert(handle, table, row));
                    }
                  });
              tables.forEach(table -> known.put(table, List.of(columns(handle, table))));
              return rows(handle, known);
            });
  }

  // Plain JDBC: Jdbi would take the colons in what is inserted for parameters.
  private static void insert(Handle handle, String table, String row) {
    try (Statement statement = handle.getConnection().createStatement()) {
      statement.execute("INSERT INTO " + table + " VALUES (" + row + ")");
    } catch (SQLException e) {
      throw new AssertionError(table + ": " + row, e);
    }
  }

  /** All tables but those of the migrations and of SQLite itself. */
  private static List<String> tables(Handle handle) {
    return handle
        .createQuery(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
                + " AND name NOT LIKE 'flyway%' ORDER BY name")
        .map((row, context) -> row.getString(1))
        .list();
  }

  private static Map<String, Object> columns(Handle handle, String table) {
    Map<String, Object> columns = new LinkedHashMap<>();
    handle
        .createQuery("SELECT name FROM pragma_table_info('" + table + "')")
        .map((row, context) -> row.getString(1))
        .forEach(name -> columns.put(name, ""));
    return columns;
  }

  /** The rows of some tables, as far as their columns are those of the rows given. */
  private static Map<String, List<Map<String, Object>>> rows(
      Handle handle, Map<String, List<Map<String, Object>>> known) {
    Map<String, List<Map<String, Object>>> all = new LinkedHashMap<>();
    known.forEach(
        (table, rows) -> {
          String columns = String.join(", ", new ArrayList<>(rows.get(0).keySet()));
          all.put(
              table,
              handle
                  .createQuery("SELECT " + columns + " FROM " + table + " ORDER BY " + columns)
                  .mapToMap()
                  .list());
        });
    return all;
  }

  private static List<String> problems(Handle handle) {
    List<String> problems = new ArrayList<>();
    handle
        .createQuery("PRAGMA foreign_key_check")
        .map((row, context) -> "foreign key of " + row.getString(1))
        .forEach(problems::add);
    handle
        .createQuery("PRAGMA integrity_check")
        .map((row, context) -> row.getString(1))
        .filter(line -> !line.equals("ok"))
        .forEach(problems::add);
    return problems;
  }
}
