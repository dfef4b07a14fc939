package io.entrepot.engine.admin;

import java.nio.file.Path;

/**
 * What a backup shall be.
 *
 * @param target the folder that has, or gets, the backups: absolute
 * @param keep how many of its kind are kept, this one included: 1 or more
 * @param blobs whether the blobs are copied too, those that are not in the target yet; else the
 *     database and the files of the data folder alone
 */
public record BackupRequest(Path target, int keep, boolean blobs) {

  /** How many are kept when nothing is said. */
  public static final int KEEP = 7;

  public BackupRequest {
    if (!target.isAbsolute()) {
      throw new IllegalArgumentException("target is '" + target + "' and must be absolute");
    }
    if (keep < 1) {
      throw new IllegalArgumentException("keep is " + keep + " and must be 1 or more");
    }
    target = target.normalize();
  }
}
