package io.entrepot.engine.database;

import io.entrepot.spi.blob.StorageFullException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What went wrong in SQLite, in our words. */
final class Faults {

  /** How bad it is. */
  enum Kind {
    /** The statement was wrong, or a constraint refused it: that unit's own trouble. */
    STATEMENT,
    /** There is no room: it may come back. */
    FULL,
    /** The disk failed or the file is damaged: nothing more may be written. */
    DISK
  }

  private Faults() {}

  /** The fault behind an exception; empty if the database has no part in it. */
  static Optional<SQLException> of(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException fault) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  static Kind kind(SQLException fault) {
    if (!(fault instanceof SQLiteException sqlite)) {
      return Kind.STATEMENT;
    }
    // The lowest byte is the primary result code: https://sqlite.org/rescode.html
    int primary = sqlite.getResultCode().code & 0xff;
    if (primary == SQLiteErrorCode.SQLITE_FULL.code) {
      return Kind.FULL;
    }
    if (primary == SQLiteErrorCode.SQLITE_IOERR.code
        || primary == SQLiteErrorCode.SQLITE_CORRUPT.code
        || primary == SQLiteErrorCode.SQLITE_NOTADB.code
        || primary == SQLiteErrorCode.SQLITE_READONLY.code
        || primary == SQLiteErrorCode.SQLITE_CANTOPEN.code) {
      return Kind.DISK;
    }
    return Kind.STATEMENT;
  }

  /** The exception for the one who asked. */
  static IOException translate(SQLException fault, boolean certain) {
    if (kind(fault) == Kind.FULL) {
      return new StorageFullException("there is no room for the database", fault);
    }
    return new DatabaseException("the database failed: " + fault.getMessage(), fault, certain);
  }
}
