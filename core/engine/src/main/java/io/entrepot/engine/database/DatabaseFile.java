package io.entrepot.engine.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A copy of a database, at rest: nobody else has it open, and it stays of the version it is. */
public final class DatabaseFile {

  private final Path file;

  /** The one in that file. */
  public DatabaseFile(Path file) {
    this.file = file;
  }

  /**
   * Reads or changes it. All of it is in the one file afterwards.
   *
   * @throws DatabaseException if it is damaged, or no database
   */
  public <T> T with(Work<T> work) throws IOException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.DELETE);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    try (Handle handle = Jdbi.create(source).open()) {
      return work.with(handle);
    } catch (RuntimeException e) {
      SQLException fault = Faults.of(e).orElseThrow(() -> e);
      throw Faults.translate(fault, true);
    }
  }

  /**
   * Checks that it is whole.
   *
   * @throws IOException naming what is wrong with it
   */
  public void check() throws IOException {
    String found =
        with(
            handle ->
                handle
                    .createQuery("PRAGMA quick_check(1)")
                    .map((row, context) -> row.getString(1))
                    .one());
    if (!found.equals("ok")) {
      throw new IOException(file + " is damaged: " + found);
    }
  }
}
