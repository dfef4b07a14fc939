package io.entrepot.engine.search;

import io.entrepot.spi.content.Component;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A component's row.
 *
 * @param content the row of what its repository holds
 * @param versionKey what orders its version
 */
record Found(long id, long content, String group, String name, String version, String versionKey) {

  /** The columns that {@link #of} reads. */
  static final String COLUMNS =
      " c.id, c.content, c.group_name, c.name, c.version, c.version_key FROM component c";

  static Found of(ResultSet row) throws SQLException {
    String key = row.getString(6);
    return new Found(
        row.getLong(1),
        row.getLong(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        key == null ? "" : key);
  }

  Component component() {
    return new Component(group, name, version);
  }
}
