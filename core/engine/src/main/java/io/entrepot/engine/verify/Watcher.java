package io.entrepot.engine.verify;

import java.io.IOException;

/** Whom a verification tells what it does. */
public interface Watcher {

  /**
   * How far it is; throws to end it.
   *
   * @param what is being done
   * @param total 0 if nobody knows
   */
  void progress(String what, long done, long total) throws IOException;

  /** Something was found. */
  void found(Outcome outcome);
}
