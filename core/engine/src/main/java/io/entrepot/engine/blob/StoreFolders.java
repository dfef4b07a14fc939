package io.entrepot.engine.blob;

import io.entrepot.engine.admin.RefusedException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/** The folders of blob stores: relative ones lie below a common one. */
final class StoreFolders {

  private final Path home;

  StoreFolders(Path home) {
    this.home = home.toAbsolutePath().normalize();
  }

  /** The folder below which relative ones lie. */
  Path home() {
    return home;
  }

  /** The folder of a path that somebody gave. */
  Path of(String path) throws RefusedException {
    try {
      if (!path.isBlank()) {
        return kept(path);
      }
    } catch (InvalidPathException e) {
      throw new RefusedException(
          RefusedException.Kind.INVALID, "path", "'" + path + "' is no path: " + e.getReason());
    }
    throw new RefusedException(RefusedException.Kind.INVALID, "path", "the path is missing");
  }

  /** The folder of a path that is kept, and so a good one. */
  Path kept(String path) {
    return home.resolve(path).normalize();
  }

  /** Removes what is a store's own, and its folder if nothing else is in it. */
  void delete(Path folder) throws IOException {
    for (String own : List.of("blobs", "uploads")) {
      if (Files.isDirectory(folder.resolve(own))) {
        Files.walkFileTree(folder.resolve(own), new Deleting());
      }
    }
    if (isEmpty(folder)) {
      Files.deleteIfExists(folder);
    }
  }

  /** Whether nothing is in a folder, which is there. */
  static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.findAny().isEmpty();
    }
  }

  private static final class Deleting extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException problem) throws IOException {
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
