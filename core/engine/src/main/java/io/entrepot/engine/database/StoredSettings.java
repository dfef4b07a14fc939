package io.entrepot.engine.database;

import java.io.IOException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Settings of the server itself: short texts under names such as {@code security.anonymous}. */
public final class StoredSettings {

  private final Database database;

  public StoredSettings(Database database) {
    this.database = database;
  }

  /** The value of that name. */
  public Optional<String> find(String name) throws IOException {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT value FROM setting WHERE name = ?")
                .bind(0, name)
                .map((row, context) -> row.getString(1))
                .findOne());
  }

  /** Sets a value; durable when this returns. */
  public void set(String name, String value) throws IOException {
    database.write(
        handle -> {
          set(handle, name, value);
          return name;
        });
  }

  /** Sets a value as part of a larger write. */
  public static void set(Handle handle, String name, String value) {
    handle.execute(
        "INSERT INTO setting (name, value) VALUES (?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name,
        value);
  }
}
