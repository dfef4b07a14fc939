package io.entrepot.engine.verify;

import io.entrepot.engine.database.Database;
import java.io.IOException;
import java.util.List;

/** SQLite's own checks of its file, and of what refers to what. */
final class DatabaseCheck {

  private static final int SHOWN = 100;

  private final Database database;
  private final Watcher watcher;

  DatabaseCheck(Database database, Watcher watcher) {
    this.database = database;
    this.watcher = watcher;
  }

  /**
   * Runs them.
   *
   * @param deep whether the indexes are compared with the tables too
   * @return whether nothing is wrong
   */
  boolean run(boolean deep) throws IOException {
    watcher.progress("database checked", 0, 0);
    List<String> faults = faults(deep);
    List<String> dangling = dangling();
    faults.forEach(this::tell);
    dangling.forEach(this::tell);
    return faults.isEmpty() && dangling.isEmpty();
  }

  private List<String> faults(boolean deep) throws IOException {
    String check = deep ? "PRAGMA integrity_check" : "PRAGMA quick_check";
    return database.readLong(
        handle ->
            handle
                .createQuery(check)
                .map((row, context) -> row.getString(1))
                .filter(line -> !line.equals("ok"))
                .list());
  }

  private List<String> dangling() throws IOException {
    return database.readLong(
        handle ->
            handle
                .createQuery("PRAGMA foreign_key_check")
                .map(
                    (row, context) ->
                        "row %s of table %s refers to a row of table %s that is not there"
                            .formatted(row.getString(2), row.getString(1), row.getString(3)))
                .stream()
                .limit(SHOWN)
                .toList());
  }

  private void tell(String fault) {
    watcher.found(new Outcome(new Finding.DatabaseFault(fault), Outcome.Action.LEFT));
  }
}
