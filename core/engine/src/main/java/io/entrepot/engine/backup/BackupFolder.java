package io.entrepot.engine.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where backups are.
 *
 * <pre>
 * &lt;target&gt;/                      mode 0700: it has the server's secrets
 *   lock                         locked while a backup is made
 *   blobs/&lt;store&gt;/ab/&lt;name&gt;      the bytes of all backups, each once
 *   backups/20261122T071500Z/    a backup, if it has the first of these, which is written last
 *     backup.properties          of what moment and version, and what is in it
 *     entrepot.db                the database
 *     blobs.tsv.gz               its blobs: store, name, size, SHA-256
 *     data/                      files of the data folder
 * </pre>
 *
 * @param target absolute
 */
record BackupFolder(Path target) {

  static final String ABOUT = "backup.properties";
  static final String DATABASE = "entrepot.db";
  static final String LIST = "blobs.tsv.gz";
  static final String FILES = "data";

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  Path lock() {
    return target.resolve("lock");
  }

  Path blobs() {
    return target.resolve("blobs");
  }

  Path backups() {
    return target.resolve("backups");
  }

  Path backup(Instant time) {
    return backups().resolve(NAME.format(time));
  }

  Path blob(String store, String name) {
    return blobs().resolve(store).resolve(name.substring(0, 2)).resolve(name);
  }

  /** All folders of backups, the oldest first; unfinished ones too. */
  List<Path> all() throws IOException {
    if (!Files.isDirectory(backups())) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(backups())) {
      return folders.sorted().toList();
    }
  }

  static boolean finished(Path backup) {
    return Files.isRegularFile(backup.resolve(ABOUT));
  }

  /** Makes a folder, and those above it, for this user alone. */
  static void make(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(folder);
    }
  }

  /** Removes a folder with all that is in it. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  static boolean empty(Path folder, String... but) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.allMatch(file -> List.of(but).contains(file.getFileName().toString()));
    }
  }
}
