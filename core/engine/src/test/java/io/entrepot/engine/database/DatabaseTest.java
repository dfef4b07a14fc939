package io.entrepot.engine.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.spi.blob.StorageFullException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

public class DatabaseTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Database database;

  @Before
  public void open() throws IOException {
    database = new Database(folder.getRoot().toPath());
  }

  @After
  public void close() throws IOException {
    database.close();
  }

  @Test
  public void shouldKeepWhatWasWritten() throws IOException {
    set("a", "1");
    database.close();
    open();
    assertThat(get("a")).isEqualTo("1");
  }

  @Test
  public void shouldKeepOthersOut() throws IOException {
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.getRoot().toPath())))
        .isEqualTo("rwx------");
  }

  @Test
  public void shouldBeDurableWithEveryCommit() throws IOException {
    assertThat(pragma("journal_mode")).isEqualTo("wal");
    assertThat(
            database.<String>write(
                handle ->
                    handle
                        .createQuery("PRAGMA synchronous")
                        .map((row, context) -> row.getString(1))
                        .one()))
        .isEqualTo("2");
    assertThat(pragma("foreign_keys")).isEqualTo("1");
  }

  @Test
  public void shouldSayWhichRowWasInserted() throws IOException {
    String sql = "INSERT INTO numbered (name) VALUES (?) ON CONFLICT DO NOTHING";
    List<OptionalLong> rows =
        database.write(
            handle -> {
              handle.execute("CREATE TABLE numbered (id INTEGER PRIMARY KEY, name TEXT UNIQUE)");
              return Stream.of("a", "b", "a", "c")
                  .map(name -> Prepared.insert(handle, sql, name))
                  .toList();
            });
    assertThat(rows)
        .containsExactly(
            OptionalLong.of(1), OptionalLong.of(2), OptionalLong.empty(), OptionalLong.of(3));
  }

  @Test
  public void shouldRefuseToWriteWhereItOnlyReads() {
    assertThatThrownBy(
            () ->
                database.read(
                    handle ->
                        handle.execute("INSERT INTO setting (name, value) VALUES ('a', 'b')")))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("readonly");
  }

  @Test
  public void shouldServeManyWritersWithoutBeingBusy() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(64);
    try {
      List<Callable<String>> writers = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        String name = "n" + i;
        writers.add(
            () -> {
              set(name, name);
              return get(name);
            });
      }
      int i = 0;
      for (Future<String> outcome : threads.invokeAll(writers)) {
        assertThat(outcome.get()).isEqualTo("n" + i++);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  public void shouldUndoAUnitThatFailsAlone() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch first = new CountDownLatch(1);
    try {
      // While the first is held up the other two queue up behind it, into its transaction or into
      // one of their own.
      Future<Integer> one =
          threads.submit(
              () ->
                  database.write(
                      handle -> {
                        StoredSettings.set(handle, "one", "1");
                        first.countDown();
                        await(held);
                        return 1;
                      }));
      first.await();
      Future<Integer> two =
          threads.submit(
              () ->
                  database.write(
                      handle -> {
                        StoredSettings.set(handle, "two", "2");
                        throw new IOException("changed my mind");
                      }));
      Future<Integer> three =
          threads.submit(
              () ->
                  database.write(
                      handle -> {
                        StoredSettings.set(handle, "three", "3");
                        return 3;
                      }));
      held.countDown();
      assertThat(one.get()).isEqualTo(1);
      assertThat(three.get()).isEqualTo(3);
      assertThatThrownBy(two::get).hasRootCauseMessage("changed my mind");
    } finally {
      threads.shutdownNow();
    }
    assertThat(get("one")).isEqualTo("1");
    assertThat(get("two")).isEmpty();
    assertThat(get("three")).isEqualTo("3");
  }

  @Test
  public void shouldDoWhatBelongsToTheEndOfEachTransaction() throws IOException {
    Runnable end =
        database.atEachEnd(
            handle ->
                handle.execute(
                    "INSERT INTO setting SELECT name || '+', value FROM setting WHERE name = 'a'"));

    set("a", "1");
    assertThat(get("a+")).isEqualTo("1");
    set("b", "2"); // the end fails: the name is taken now
    assertThat(get("b")).isEqualTo("2");
    end.run();
    database.write(handle -> handle.execute("DELETE FROM setting WHERE name = 'a+'"));
    set("b", "3");
    int left =
        database.read(
            handle ->
                handle
                    .select("SELECT 1 FROM setting WHERE name = 'a+'")
                    .mapTo(Integer.class)
                    .list()
                    .size());
    assertThat(left).isZero();
  }

  @Test
  public void shouldUndoAUnitWhoseStatementFails() throws IOException {
    assertThatThrownBy(
            () ->
                database.write(
                    handle -> {
                      StoredSettings.set(handle, "a", "1");
                      return handle.execute("INSERT INTO setting (name) VALUES ('b')");
                    }))
        .isInstanceOfSatisfying(DatabaseException.class, e -> assertThat(e.certain()).isTrue());
    assertThat(get("a")).isEmpty();
    set("c", "3");
    assertThat(get("c")).isEqualTo("3");
  }

  @Test
  public void shouldHandOnWhateverAUnitThrows() {
    assertThatThrownBy(
            () ->
                database.write(
                    handle -> {
                      throw new IllegalStateException("odd");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () ->
                database.write(
                    handle -> {
                      throw new AssertionError("odder");
                    }))
        .isInstanceOf(AssertionError.class);
    assertThat(database.problem()).isEmpty();
  }

  @Test
  public void shouldRefuseAWriteWithinAWrite() {
    assertThatThrownBy(() -> database.write(handle -> database.write(inner -> 1)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  public void shouldSayThatThereIsNoRoomAndRecover() throws IOException {
    set("a", "1");
    pages("1");
    for (int again = 0; again < 3; again++) {
      assertThatThrownBy(() -> set("b", "x".repeat(1_000_000)))
          .isInstanceOf(StorageFullException.class);
    }
    assertThat(get("a")).isEqualTo("1");
    pages("1000000");
    set("b", "2");
    assertThat(get("b")).isEqualTo("2");
    assertThat(database.problem()).isEmpty();
  }

  @Test
  public void shouldStopWritingWhenTheDiskFails() throws IOException {
    set("a", "1");
    assertThatThrownBy(
            () ->
                database.write(
                    handle -> {
                      StoredSettings.set(handle, "a", "2");
                      throw thrown(
                          new SQLiteException("disk failed", SQLiteErrorCode.SQLITE_IOERR_FSYNC));
                    }))
        .isInstanceOf(DatabaseException.class);
    assertThat(database.problem()).hasValueSatisfying(why -> assertThat(why).contains("failed"));
    assertThatThrownBy(() -> set("a", "3")).isInstanceOf(DatabaseException.class);
    assertThat(get("a")).isEqualTo("1");
  }

  @Test
  public void shouldNotSayYesAfterItWasClosed() throws IOException {
    database.close();
    assertThatThrownBy(() -> set("a", "1")).hasMessageContaining("closed");
    assertThatThrownBy(() -> get("a")).hasMessageContaining("closed");
    open();
  }

  @Test
  public void shouldLeaveNoReadUnfinished() throws IOException {
    for (int i = 0; i < 10; i++) {
      set("n" + i, "v");
    }
    String first =
        database.read(
            handle ->
                handle
                    .createQuery("SELECT name FROM setting ORDER BY name")
                    .map((row, context) -> row.getString(1))
                    .findFirst()
                    .orElseThrow());
    assertThat(first).isEqualTo("n0");
    set("later", "1");
    assertThat(get("later")).isEqualTo("1");
    // A read that still ran would keep the log from being moved into the database.
    assertThat(
            database.<Integer>read(
                handle ->
                    handle
                        .createQuery("PRAGMA wal_checkpoint(TRUNCATE)")
                        .map((row, context) -> row.getInt(1))
                        .one()))
        .isZero();
  }

  @Test
  public void shouldBeginItsLogAnewWhileItIsWritten() throws IOException {
    Path log = folder.getRoot().toPath().resolve("entrepot.db-wal");
    long longest = 0;
    for (int i = 0; i < 400; i++) {
      set("long", Integer.toString(i % 10).repeat(400_000));
      longest = Math.max(longest, Files.size(log));
    }
    // Of 160 MB.
    assertThat(longest).isBetween(8L << 20, 64L << 20);
  }

  @Test
  public void shouldRunAStatementWithinItself() throws IOException {
    set("a", "b");
    set("b", "c");
    String sql = "SELECT value FROM setting WHERE name = ?";
    List<String> found =
        database.read(
            handle ->
                handle
                    .createQuery(sql)
                    .bind(0, "a")
                    .map((row, context) -> value(handle, sql, row.getString(1)))
                    .list());
    assertThat(found).containsExactly("c");
  }

  private static String value(Handle handle, String sql, String name) {
    return handle.createQuery(sql).bind(0, name).map((row, context) -> row.getString(1)).one();
  }

  private static RuntimeException thrown(SQLException fault) {
    return new IllegalStateException(fault);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void pages(String most) throws IOException {
    database.write(handle -> pragma(handle, "max_page_count = " + most));
  }

  private String pragma(String name) throws IOException {
    return database.read(handle -> pragma(handle, name));
  }

  private static String pragma(Handle handle, String text) {
    return handle.createQuery("PRAGMA " + text).map((row, context) -> row.getString(1)).one();
  }

  private void set(String name, String value) throws IOException {
    new StoredSettings(database).set(name, value);
  }

  private String get(String name) throws IOException {
    return new StoredSettings(database).find(name).orElse("");
  }
}
