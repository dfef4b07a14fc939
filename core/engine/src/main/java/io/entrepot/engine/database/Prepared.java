package io.entrepot.engine.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Statements on the way of every upload, without Jdbi's own: what it does around a statement takes
 * two to three times as long as SQLite takes for it. They are prepared once for each connection, as
 * all others are.
 */
public final class Prepared {

  /** Reads a row. */
  @FunctionalInterface
  public interface RowReader<T> {
    /** The row that the result stands on. */
    T read(ResultSet row) throws SQLException;
  }

  private interface Use<T> {
    T with(PreparedStatement statement) throws SQLException;
  }

  private Prepared() {}

  /**
   * Executes a statement without a result.
   *
   * @param values strings, numbers and nulls, by position
   * @return how many rows it changed
   */
  public static int execute(Handle handle, String sql, Object... values) {
    return use(handle, sql, values, PreparedStatement::executeUpdate);
  }

  /**
   * Inserts a row into a table whose rows have numbers. What {@code RETURNING} makes for its answer
   * costs SQLite as much as the row; the writer's connection is told of the number as the row is
   * made.
   *
   * @param values strings, numbers and nulls, by position
   * @return its number; empty if nothing was inserted, which the statement must allow for
   */
  public static OptionalLong insert(Handle handle, String sql, Object... values) {
    ReusedStatements statements = (ReusedStatements) handle.getStatementBuilder();
    statements.inserted(0);
    if (execute(handle, sql, values) == 0) {
      return OptionalLong.empty();
    }
    if (statements.inserted() != 0) {
      return OptionalLong.of(statements.inserted());
    }
    return OptionalLong.of(
        first(handle, "SELECT last_insert_rowid()", row -> row.getLong(1)).orElseThrow());
  }

  /** The first row of a result; empty if it has none. */
  public static <T> Optional<T> first(
      Handle handle, String sql, RowReader<T> reader, Object... values) {
    return use(
        handle,
        sql,
        values,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
          }
        });
  }

  /** All rows of a result, which must be few. */
  public static <T> List<T> all(Handle handle, String sql, RowReader<T> reader, Object... values) {
    return use(
        handle,
        sql,
        values,
        statement -> {
          List<T> all = new ArrayList<>();
          try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
              all.add(reader.read(rows));
            }
          }
          return all;
        });
  }

  /** The statements that a connection keeps prepared: for those who look at their plans. */
  public static Set<String> kept(Handle handle) {
    return ((ReusedStatements) handle.getStatementBuilder()).kept();
  }

  private static <T> T use(Handle handle, String sql, Object[] values, Use<T> use) {
    ReusedStatements statements = (ReusedStatements) handle.getStatementBuilder();
    Connection connection = handle.getConnection();
    try {
      PreparedStatement statement = statements.take(connection, sql);
      boolean done = false;
      try {
        for (int i = 0; i < values.length; i++) {
          statement.setObject(i + 1, values[i]);
        }
        T result = use.with(statement);
        done = true;
        return result;
      } finally {
        if (done) {
          statements.giveBack(sql, statement);
        } else {
          statement.close();
        }
      }
    } catch (SQLException e) {
      throw new UnableToExecuteStatementException(e.getMessage(), e, null);
    }
  }
}
