package io.entrepot.engine.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.Handle;
import org.sqlite.SQLiteConnection;

/**
 * SQLite's online backup, within one read transaction: without it, every write by another
 * connection would make the copy begin anew (https://sqlite.org/backup.html).
 */
final class OnlineCopy {

  private static final int PAGES = 2_048; // 8 MiB a step
  private static final int WAIT = 100; // ms
  private static final int WAITS = 100;

  private OnlineCopy() {}

  static void copy(Handle handle, Path target, CopyProgress progress) throws IOException {
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    boolean copied = false;
    try (Statement statement = handle.getConnection().createStatement()) {
      statement.execute("BEGIN");
      try {
        statement.execute("SELECT count(*) FROM sqlite_master");
        copyPages(handle, target, progress);
      } finally {
        statement.execute("ROLLBACK");
      }
      close(target);
      copied = true;
    } catch (SQLException e) {
      throw Faults.translate(e, true);
    } finally {
      if (!copied) {
        Files.deleteIfExists(target);
      }
    }
  }

  private static void copyPages(Handle handle, Path target, CopyProgress progress)
      throws SQLException, IOException {
    int code =
        handle
            .getConnection()
            .unwrap(SQLiteConnection.class)
            .getDatabase()
            .backup(
                "main",
                target.toString(),
                (left, all) -> progress.copied(all - left, all),
                WAIT,
                WAITS,
                PAGES);
    if (code != 0) {
      // https://sqlite.org/rescode.html
      throw new IOException("the database could not be copied to " + target + ": SQLite " + code);
    }
  }

  /** Nobody else reads it, and it is on the disk. */
  private static void close(Path target) throws IOException {
    PosixFileAttributeView posix = Files.getFileAttributeView(target, PosixFileAttributeView.class);
    if (posix != null) {
      posix.setPermissions(PosixFilePermissions.fromString("rw-------"));
    }
    try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
