package io.entrepot.engine.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.Test;

public class TransactionControlTest {

  @Test
  public void shouldGoOnAfterFailures() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        TransactionControl transaction = new TransactionControl(connection);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (x INTEGER)");
      for (int round = 0; round < 3; round++) {
        assertThatThrownBy(transaction::rollback).isInstanceOf(SQLException.class);
        assertThatThrownBy(transaction::commit).isInstanceOf(SQLException.class);
        assertThatThrownBy(transaction::commitUnit).isInstanceOf(SQLException.class);
        assertThatThrownBy(transaction::rollbackUnit).isInstanceOf(SQLException.class);
        transaction.begin();
        assertThatThrownBy(transaction::begin).isInstanceOf(SQLException.class);
        statement.execute("INSERT INTO t VALUES (1)");
        transaction.beginUnit();
        statement.execute("INSERT INTO t VALUES (2)");
        transaction.rollbackUnit();
        transaction.beginUnit();
        transaction.commitUnit();
        transaction.commit();
        transaction.begin();
        statement.execute("INSERT INTO t VALUES (3)");
        transaction.rollback();
      }
      try (ResultSet rows = statement.executeQuery("SELECT group_concat(x) FROM t")) {
        rows.next();
        assertThat(rows.getString(1)).isEqualTo("1,1,1");
      }
    }
  }
}
