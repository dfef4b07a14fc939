package io.entrepot.engine.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/** Removes old backups, and the blobs that no backup has any more. */
final class Pruning {

  private final BackupFolder folder;

  Pruning(BackupFolder folder) {
    this.folder = folder;
  }

  /** Removes what was begun and never finished. Nobody else may be making one. */
  void unfinished() throws IOException {
    for (Path backup : folder.all()) {
      if (!BackupFolder.finished(backup)) {
        BackupFolder.delete(backup);
      }
    }
  }

  /**
   * Keeps the newest of a kind.
   *
   * @param complete whether those with blobs, or those without
   */
  void keep(int newest, boolean complete) throws IOException {
    List<Path> same = new ArrayList<>();
    for (Path backup : folder.all()) {
      if (complete(backup) == complete) {
        same.add(backup);
      }
    }
    List<Path> old = same.subList(0, Math.max(0, same.size() - newest));
    for (Path backup : old) {
      // From here on it is none, whatever becomes of the rest of it.
      Files.delete(backup.resolve(BackupFolder.ABOUT));
      BackupFolder.delete(backup);
    }
    if (complete && !old.isEmpty()) {
      sweep();
    }
  }

  /** Whether a backup has its blobs. */
  static boolean complete(Path backup) throws IOException {
    Properties about = new Properties();
    try (InputStream in = Files.newInputStream(backup.resolve(BackupFolder.ABOUT))) {
      about.load(in);
    }
    return Boolean.parseBoolean(about.getProperty("complete"));
  }

  private void sweep() throws IOException {
    List<BlobList.Reader> lists = new ArrayList<>();
    try {
      for (Path backup : folder.all()) {
        if (complete(backup)) {
          lists.add(new BlobList.Reader(backup.resolve(BackupFolder.LIST)));
        }
      }
      for (Path store : sorted(folder.blobs())) {
        for (Path names : sorted(store)) {
          sweep(store.getFileName().toString(), names, lists);
        }
      }
    } finally {
      for (BlobList.Reader list : lists) {
        list.close();
      }
    }
  }

  /** Both the folders and the lists go in the order of store and name. */
  private static void sweep(String store, Path names, List<BlobList.Reader> lists)
      throws IOException {
    String beginning = names.getFileName().toString();
    Set<String> kept = new HashSet<>();
    for (BlobList.Reader list : lists) {
      Optional<BlobList.Line> line = list.peek();
      while (line.isPresent() && line.get().before(store, beginning)) {
        list.take();
        line = list.peek();
      }
      while (line.isPresent()
          && line.get().store().equals(store)
          && line.get().name().startsWith(beginning)) {
        kept.add(line.get().name());
        list.take();
        line = list.peek();
      }
    }
    for (Path file : sorted(names)) {
      if (!kept.contains(file.getFileName().toString())) {
        Files.delete(file);
      }
    }
  }

  private static List<Path> sorted(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
