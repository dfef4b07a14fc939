package io.entrepot.engine.content;

import io.entrepot.engine.database.Database;
import io.entrepot.spi.content.Change;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.content.MissingReferenceException;
import io.entrepot.spi.content.PreconditionFailedException;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * The components of repositories with their use, and the removal of those that are of no more use:
 * whether a component is still as it was judged, and nothing that stays refers to it, is looked at
 * in the transaction that removes it.
 */
public final class ComponentUses {

  private static final String USES =
      "SELECT c.group_name, c.name, c.version, a.path, a.updated, a.last_downloaded,"
          + " (SELECT MAX(t.last_downloaded) FROM reference r JOIN asset t ON t.id = r.target"
          + " WHERE r.source = a.id)";
  private static final String PAGE =
      USES
          + " FROM (SELECT id, group_name, name, version FROM component"
          + " WHERE content = (SELECT id FROM content WHERE repository = ?)"
          + " AND (group_name, name, version) > (?, ?, ?)"
          + " ORDER BY group_name, name, version LIMIT ?) c"
          + " JOIN asset a ON a.component = c.id ORDER BY c.group_name, c.name, c.version, a.path";
  private static final String ONE =
      USES
          + " FROM component c JOIN asset a ON a.component = c.id"
          + " WHERE c.content = ? AND c.group_name = ? AND c.name = ? AND c.version = ?"
          + " ORDER BY a.path";

  /**
   * What shall go.
   *
   * @param use as it was judged
   * @param changes how its format removes it
   */
  public record Removal(ComponentUse use, ChangeSet changes) {}

  /** What came of some removals: how many went, and those that stay because they are needed. */
  public record Removed(int gone, List<Component> needed) {}

  private record Row(Component component, ComponentUse.Part part) {}

  private final Database database;
  private final Clock clock;

  ComponentUses(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Components of a repository in the order of group, name and version (UTF-8).
   *
   * @param after where to go on; empty for the first
   * @param limit at most so many
   */
  public List<ComponentUse> list(String repository, Optional<Component> after, int limit)
      throws IOException {
    return grouped(
        database.read(
            handle ->
                handle
                    .createQuery(PAGE)
                    .bind(0, repository)
                    .bind(1, after.map(Component::group).orElse(""))
                    .bind(2, after.map(Component::name).orElse(""))
                    .bind(3, after.map(Component::version).orElse(""))
                    .bind(4, limit)
                    .map((row, context) -> row(row))
                    .list()));
  }

  /** Removes those of some components that are still as they were judged, and not needed. */
  public Removed remove(String repository, List<Removal> removals) throws IOException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    try {
      return database.write(handle -> remove(handle, repository, removals, now));
    } catch (PreconditionFailedException | MissingReferenceException e) {
      if (removals.size() == 1) {
        return new Removed(0, List.of());
      }
    }
    // One of them is not as its format saw it: that one stays.
    int gone = 0;
    List<Component> needed = new ArrayList<>();
    for (Removal removal : removals) {
      Removed one = remove(repository, List.of(removal));
      gone += one.gone();
      needed.addAll(one.needed());
    }
    return new Removed(gone, needed);
  }

  private static Removed remove(
      Handle handle, String repository, List<Removal> removals, Instant now) throws IOException {
    Optional<CommitUnit.Scope> scope =
        handle
            .createQuery("SELECT id, store FROM content WHERE repository = ?")
            .bind(0, repository)
            .map(
                (row, context) ->
                    new CommitUnit.Scope(row.getLong(1), repository, row.getString(2)))
            .findOne();
    List<Component> needed = new ArrayList<>();
    int gone = 0;
    for (Removal removal : scope.isEmpty() ? List.<Removal>of() : removals) {
      if (!unchanged(handle, scope.get().content(), removal.use())) {
        continue;
      }
      if (needed(handle, scope.get().content(), removal.changes())) {
        needed.add(removal.use().component());
        continue;
      }
      new CommitUnit(handle, scope.get(), now, Uploads.NONE, SeenFiles.none())
          .make(removal.changes());
      gone++;
    }
    return new Removed(gone, needed);
  }

  private static boolean unchanged(Handle handle, long content, ComponentUse judged) {
    Component component = judged.component();
    List<ComponentUse> found =
        grouped(
            handle
                .createQuery(ONE)
                .bind(0, content)
                .bind(1, component.group())
                .bind(2, component.name())
                .bind(3, component.version())
                .map((row, context) -> row(row))
                .list());
    return found.equals(List.of(judged));
  }

  /** Whether something that would stay refers to something that would go. */
  private static boolean needed(Handle handle, long content, ChangeSet changes) {
    Set<Long> going = new TreeSet<>();
    for (Change change : changes.changes()) {
      if (change instanceof Change.Delete delete) {
        new AssetRows(handle, content).id(delete.path()).ifPresent(going::add);
      }
    }
    return going.stream()
        .anyMatch(
            target ->
                handle
                    .createQuery("SELECT source FROM reference WHERE target = ?")
                    .bind(0, target)
                    .map((row, context) -> row.getLong(1))
                    .stream()
                    .anyMatch(source -> !going.contains(source)));
  }

  private static List<ComponentUse> grouped(List<Row> rows) {
    Map<Component, List<ComponentUse.Part>> parts = new LinkedHashMap<>();
    rows.forEach(
        row -> parts.computeIfAbsent(row.component(), part -> new ArrayList<>()).add(row.part()));
    return parts.entrySet().stream()
        .map(entry -> new ComponentUse(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Row row(ResultSet row) throws SQLException {
    long own = row.getLong(6);
    long referred = row.getLong(7);
    long last = Math.max(own, referred);
    return new Row(
        new Component(row.getString(1), row.getString(2), row.getString(3)),
        new ComponentUse.Part(
            row.getString(4),
            Instant.ofEpochMilli(row.getLong(5)),
            last == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(last))));
  }
}
