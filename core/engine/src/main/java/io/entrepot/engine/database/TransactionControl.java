package io.entrepot.engine.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The statements that begin and end transactions. They are prepared once, and again after each
 * failure: the driver gives up a statement for good when an error such as a full disk comes back.
 */
final class TransactionControl implements AutoCloseable {

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  TransactionControl(Connection connection) {
    this.connection = connection;
  }

  void begin() throws SQLException {
    execute("BEGIN IMMEDIATE");
  }

  void commit() throws SQLException {
    execute("COMMIT");
  }

  /** Fails if there is no transaction, which after some faults SQLite has rolled back by itself. */
  void rollback() throws SQLException {
    execute("ROLLBACK");
  }

  void beginUnit() throws SQLException {
    execute("SAVEPOINT unit");
  }

  void commitUnit() throws SQLException {
    execute("RELEASE unit");
  }

  void rollbackUnit() throws SQLException {
    execute("ROLLBACK TO unit");
    execute("RELEASE unit");
  }

  private void execute(String sql) throws SQLException {
    PreparedStatement statement = prepared.remove(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
    }
    try {
      statement.execute();
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
    prepared.put(sql, statement);
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
    prepared.clear();
  }
}
