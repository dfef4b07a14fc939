package io.entrepot.engine.backup;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of the data folder that belong to a backup: settings, keys, certificates, what was
 * installed. The rest of it is the database and the blobs, or is made anew at a start.
 */
final class DataFiles {

  private static final List<String> NAMES =
      List.of("admin.password", "deploy", "etc", "features.properties", "karaf/etc", "keys", "tls");

  private DataFiles() {}

  /** Copies those that are there, with their permissions, durably; links as what they lead to. */
  static void copy(Path from, Path to) throws IOException {
    BackupFolder.make(to);
    for (String name : NAMES) {
      if (Files.exists(from.resolve(name))) {
        copyAll(from.resolve(name), to.resolve(name));
      }
    }
    CheckedCopy.sync(to);
  }

  private static void copyAll(Path from, Path to) throws IOException {
    BackupFolder.make(to.getParent());
    try (Stream<Path> files = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          BackupFolder.make(target);
        } else if (Files.isRegularFile(file)) {
          Files.copy(
              file,
              target,
              StandardCopyOption.COPY_ATTRIBUTES,
              StandardCopyOption.REPLACE_EXISTING);
          CheckedCopy.sync(target);
        }
      }
    }
    CheckedCopy.sync(to);
  }
}
