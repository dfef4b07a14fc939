package io.entrepot.engine.blob;

import io.entrepot.engine.admin.BlobStoreLimits;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What a definition of a blob store must be like. */
final class BlobStoreRules {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");

  private final StoreFolders folders;
  private final BlobStoreRows rows;

  BlobStoreRules(StoreFolders folders, BlobStoreRows rows) {
    this.folders = folders;
    this.rows = rows;
  }

  /** Refuses a name or a folder that cannot be, or is another store's. */
  void requireNew(String name, String path) throws RefusedException, IOException {
    if (!NAME.matcher(name).matches()) {
      throw new RefusedException(
          Kind.INVALID,
          "name",
          "'"
              + name
              + "' cannot name a blob store: 1 to 100 letters, digits, '.', '_' and '-', not"
              + " beginning with a dot");
    }
    for (BlobStoreRows.Row other : rows.all()) {
      if (other.name().equalsIgnoreCase(name)) {
        throw new RefusedException(
            Kind.CONFLICT, "name", "there is a blob store '" + other.name() + "' already");
      }
    }
    requireFree(folders.of(path), path);
  }

  /** Refuses another folder than a store has. */
  void requireSameFolder(BlobStoreRows.Row row, String path) throws RefusedException {
    if (!folders.of(path).equals(folders.kept(row.folder()))) {
      throw new RefusedException(
          Kind.INVALID,
          "path",
          "the path of blob store '"
              + row.name()
              + "' is '"
              + row.folder()
              + "' and stays: its blobs would not move to '"
              + path
              + "'");
    }
  }

  /** Refuses limits that nothing could keep. */
  static void requireSound(BlobStoreLimits limits) throws RefusedException {
    if (limits.softQuota().isPresent() && limits.softQuota().get().limit() <= 0) {
      throw new RefusedException(
          Kind.INVALID,
          "softQuota.limit",
          "the quota is " + limits.softQuota().get().limit() + " and must be more than 0");
    }
    if (limits.hardLimit().isPresent() && limits.hardLimit().getAsLong() <= 0) {
      throw new RefusedException(
          Kind.INVALID,
          "hardLimit",
          "the limit is " + limits.hardLimit().getAsLong() + " and must be more than 0");
    }
  }

  private void requireFree(Path folder, String path) throws RefusedException, IOException {
    if (folder.equals(folders.home()) || folders.home().startsWith(folder)) {
      throw new RefusedException(Kind.INVALID, "path", "'" + path + "' is above all blob stores");
    }
    for (BlobStoreRows.Row other : rows.all()) {
      Path taken = folders.kept(other.folder());
      if (folder.startsWith(taken) || taken.startsWith(folder)) {
        throw new RefusedException(
            Kind.CONFLICT,
            "path",
            "'" + path + "' overlaps with blob store '" + other.name() + "' in " + taken);
      }
    }
    if (Files.isDirectory(folder) && !StoreFolders.isEmpty(folder)) {
      throw new RefusedException(Kind.CONFLICT, "path", folder + " is not empty");
    }
  }
}
