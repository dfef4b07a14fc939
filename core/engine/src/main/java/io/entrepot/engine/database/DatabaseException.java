package io.entrepot.engine.database;

import java.io.IOException;

/** The database could not do what it was asked to. */
public final class DatabaseException extends IOException {

  private static final long serialVersionUID = 1L;

  private final boolean certain;

  DatabaseException(String message, Throwable cause, boolean certain) {
    super(message, cause);
    this.certain = certain;
  }

  /**
   * Whether it is certain that nothing was written. If the disk failed while a commit was being
   * made durable, what was to be written may be there after a restart: files it speaks of must
   * stay.
   */
  public boolean certain() {
    return certain;
  }
}
