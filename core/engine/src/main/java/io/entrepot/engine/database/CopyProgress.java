package io.entrepot.engine.database;

/** Told how far a copy of the database is. Must not throw: a library's native code calls it. */
@FunctionalInterface
public interface CopyProgress {

  /** So many pages of so many are copied. */
  void copied(int pages, int all);
}
