package io.entrepot.engine.content;

import io.entrepot.engine.database.Prepared;
import io.entrepot.spi.content.Component;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The components of one repository within a commit. One goes away with its last asset. */
final class ComponentRows {

  private final Handle handle;
  private final long content;

  ComponentRows(Handle handle, long content) {
    this.handle = handle;
    this.content = content;
  }

  /** The row of a component, with one asset more; 0 for none. */
  long retain(Optional<Component> component) {
    return component.map(this::retain).orElse(0L);
  }

  private long retain(Component part) {
    return Prepared.insert(
            handle,
            "INSERT INTO component (content, group_name, name, version, version_key, assets) VALUES"
                + " (?, ?, ?, ?, ?, 1) ON CONFLICT (content, group_name, name, version) DO NOTHING",
            content,
            part.group(),
            part.name(),
            part.version(),
            VersionKey.of(part.version()))
        .orElseGet(() -> grow(part));
  }

  private long grow(Component part) {
    long id =
        Prepared.first(
                handle,
                "SELECT id FROM component"
                    + " WHERE content = ? AND group_name = ? AND name = ? AND version = ?",
                row -> row.getLong(1),
                content,
                part.group(),
                part.name(),
                part.version())
            .orElseThrow();
    Prepared.execute(handle, "UPDATE component SET assets = assets + 1 WHERE id = ?", id);
    return id;
  }

  /** One asset less. */
  void release(long component) {
    if (component == 0) {
      return;
    }
    Prepared.execute(handle, "UPDATE component SET assets = assets - 1 WHERE id = ?", component);
    Prepared.execute(handle, "DELETE FROM component WHERE id = ? AND assets = 0", component);
  }
}
