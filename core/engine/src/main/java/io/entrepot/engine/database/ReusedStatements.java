package io.entrepot.engine.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

/** Prepares each statement once for its connection: preparing costs more than most of them do. */
final class ReusedStatements extends DefaultStatementBuilder {

  private static final int MOST = 200;

  // In the order of use: what was not used for the longest time goes first.
  private final Map<String, PreparedStatement> idle = new LinkedHashMap<>();

  private long inserted;

  @Override
  public PreparedStatement create(Connection connection, String sql, StatementContext context)
      throws SQLException {
    return take(connection, sql);
  }

  PreparedStatement take(Connection connection, String sql) throws SQLException {
    // Taken out while in use, so that a statement within the same statement gets one of its own.
    PreparedStatement statement = idle.remove(sql);
    return statement == null ? connection.prepareStatement(sql) : statement;
  }

  /** SQLite tells of the number of a row that was inserted; 0 to forget it. */
  void inserted(long row) {
    inserted = row;
  }

  /**
   * The number of the row that was inserted last; 0 if none was, or this connection is not told.
   */
  long inserted() {
    return inserted;
  }

  Set<String> kept() {
    return Set.copyOf(idle.keySet());
  }

  @Override
  public void close(Connection connection, String sql, Statement statement) throws SQLException {
    if (!(statement instanceof PreparedStatement prepared) || prepared.isClosed()) {
      statement.close();
      return;
    }
    giveBack(sql, prepared);
  }

  void giveBack(String sql, PreparedStatement prepared) throws SQLException {
    try {
      prepared.clearParameters();
      prepared.clearBatch();
    } catch (SQLException e) {
      // After an error such as a full disk the driver has given it up for good.
      prepared.close();
      return;
    }
    PreparedStatement twin = idle.put(sql, prepared);
    if (twin != null) {
      twin.close();
    }
    if (idle.size() > MOST) {
      idle.remove(idle.keySet().iterator().next()).close();
    }
  }
}
