package io.entrepot.engine.repository;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.database.Database;
import io.entrepot.engine.security.Sealer;
import io.entrepot.spi.format.Recipe;
import io.entrepot.spi.format.RepositoryType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Definitions in the database. */
@Component(service = {DefinitionStore.class, Definitions.class})
public final class DatabaseDefinitions implements DefinitionStore {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};

  private final Database database;
  private final SealedJson settings;

  /** Over an open database; the key of sealed settings is beside it, in {@code keys}. */
  @Activate
  public DatabaseDefinitions(@Reference Database database) {
    this.database = database;
    this.settings = new SealedJson(new Sealer(database.folder().resolveSibling("keys")));
  }

  @Override
  public List<RepositoryDefinition> repositories() throws IOException {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT name, format, type, online, settings FROM repository ORDER BY name")
                .map((row, context) -> definition(row))
                .list());
  }

  @Override
  public List<KnownFormat> formats() throws IOException {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT name, connector_group, claims FROM known_format ORDER BY name")
                .map(
                    (row, context) ->
                        new KnownFormat(
                            row.getString("name"),
                            row.getString("connector_group"),
                            parsed(row.getString("claims"), NAMES)))
                .list());
  }

  @Override
  public void insert(RepositoryDefinition definition) throws IOException {
    String written = settings.write(definition.settings());
    database.write(
        handle ->
            handle.execute(
                "INSERT INTO repository (name, format, type, online, settings)"
                    + " VALUES (?, ?, ?, ?, ?)",
                definition.name(),
                definition.recipe().format(),
                definition.recipe().type().label(),
                definition.online() ? 1 : 0,
                written));
  }

  @Override
  public void update(RepositoryDefinition definition) throws IOException {
    List<Change> change = changes(List.of(definition));
    database.write(handle -> apply(handle, change));
  }

  @Override
  public void delete(String name, List<RepositoryDefinition> groups) throws IOException {
    List<Change> changes = changes(groups);
    database.write(
        handle -> {
          apply(handle, changes);
          return handle.execute("DELETE FROM repository WHERE name = ?", name);
        });
  }

  /** A changed definition, as it is kept. */
  private record Change(String name, boolean online, String settings) {}

  private List<Change> changes(List<RepositoryDefinition> definitions) throws IOException {
    List<Change> changes = new ArrayList<>();
    for (RepositoryDefinition one : definitions) {
      changes.add(new Change(one.name(), one.online(), settings.write(one.settings())));
    }
    return changes;
  }

  private static int apply(Handle handle, List<Change> changes) {
    for (Change change : changes) {
      handle.execute(
          "UPDATE repository SET online = ?, settings = ? WHERE name = ?",
          change.online() ? 1 : 0,
          change.settings(),
          change.name());
    }
    return changes.size();
  }

  @Override
  public void remove(
      RepositoryDefinition definition, Instant when, List<RepositoryDefinition> groups)
      throws IOException {
    String written = settings.write(definition.settings());
    List<Change> changes = changes(groups);
    database.write(
        handle -> {
          apply(handle, changes);
          handle.execute(
              "INSERT INTO removed_repository (name, format, type, online, settings, content,"
                  + " removed) VALUES (?, ?, ?, ?, ?,"
                  + " (SELECT id FROM content WHERE repository = ?), ?)",
              definition.name(),
              definition.recipe().format(),
              definition.recipe().type().label(),
              definition.online() ? 1 : 0,
              written,
              definition.name(),
              when.toEpochMilli());
          handle.execute(
              "UPDATE content SET repository = NULL WHERE repository = ?", definition.name());
          return handle.execute("DELETE FROM repository WHERE name = ?", definition.name());
        });
  }

  @Override
  public List<RemovedRepository> removed() throws IOException {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT r.id, r.name, r.format, r.type, r.online, r.settings, r.removed,"
                        + " c.assets, c.size FROM removed_repository r"
                        + " LEFT JOIN content c ON c.id = r.content ORDER BY r.id DESC")
                .map(
                    (row, context) ->
                        new RemovedRepository(
                            row.getLong("id"),
                            definition(row),
                            row.getLong("assets"),
                            row.getLong("size"),
                            Instant.ofEpochMilli(row.getLong("removed"))))
                .list());
  }

  @Override
  public void restore(RemovedRepository removed) throws IOException {
    String name = removed.definition().name();
    database.write(
        handle -> {
          int there =
              handle.execute(
                  "INSERT INTO repository (name, format, type, online, settings)"
                      + " SELECT name, format, type, online, settings FROM removed_repository"
                      + " WHERE id = ?",
                  removed.id());
          if (there == 0) {
            throw new IOException("repository '" + name + "' cannot be restored any more");
          }
          // A repository of the name that came and went meanwhile may have left an empty content.
          handle.execute("UPDATE content SET repository = NULL WHERE repository = ?", name);
          handle.execute(
              "UPDATE content SET repository = ? WHERE id ="
                  + " (SELECT content FROM removed_repository WHERE id = ?)",
              name,
              removed.id());
          return handle.execute("DELETE FROM removed_repository WHERE id = ?", removed.id());
        });
  }

  @Override
  public boolean forget(long id) throws IOException {
    return database.write(
        handle -> handle.execute("DELETE FROM removed_repository WHERE id = ?", id) == 1);
  }

  @Override
  public void remember(KnownFormat format) throws IOException {
    String claims = written(format.claims());
    database.write(
        handle ->
            handle.execute(
                "INSERT INTO known_format (name, connector_group, claims) VALUES (?, ?, ?)"
                    + " ON CONFLICT (name) DO UPDATE SET connector_group ="
                    + " excluded.connector_group, claims = excluded.claims",
                format.name(),
                format.connectorGroup(),
                claims));
  }

  private RepositoryDefinition definition(ResultSet row) throws SQLException {
    return new RepositoryDefinition(
        row.getString("name"),
        new Recipe(
            row.getString("format"),
            RepositoryType.valueOf(row.getString("type").toUpperCase(Locale.ROOT))),
        row.getInt("online") != 0,
        opened(row.getString("name"), row.getString("settings")));
  }

  private Map<String, Object> opened(String repository, String json) {
    try {
      return settings.read(repository, json);
    } catch (IOException e) {
      throw new UncheckedIOException("the database has settings that cannot be read", e);
    }
  }

  private static String written(Object value) throws IOException {
    return JSON.writeValueAsString(value);
  }

  private static <T> T parsed(String json, TypeReference<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("the database has settings that cannot be read", e);
    }
  }
}
