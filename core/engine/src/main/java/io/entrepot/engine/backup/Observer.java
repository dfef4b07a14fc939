package io.entrepot.engine.backup;

import java.io.IOException;

/** Whom a backup, or a restore, tells what it does. */
public interface Observer {

  /**
   * How far it is; throws to end it.
   *
   * @param what is being done
   * @param total 0 if nobody knows
   */
  void progress(String what, long done, long total) throws IOException;

  /** Something that somebody should know. */
  void line(String text);
}
