package io.entrepot.engine.admin;

import java.nio.file.Path;

/**
 * What came of a backup.
 *
 * @param backup its folder
 * @param blobs how many blobs the database has
 * @param copied how many of them were copied now
 * @param bytes the bytes of those
 * @param unreadable how many could not be copied: missing or damaged
 */
public record BackupResult(Path backup, long blobs, long copied, long bytes, long unreadable) {

  /** For people. */
  public String text() {
    String made =
        "%s: %d blobs, %d of them copied now, %d bytes".formatted(backup, blobs, copied, bytes);
    return unreadable == 0
        ? made
        : made + "; " + unreadable + " are missing or damaged and not in it";
  }
}
