package io.entrepot.launcher;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The container's bundle cache, which a start uses again only when the same build, at the same
 * place and on the same Java, filled it and its last boot and last installation came to their end.
 * The server writes the mark when they have; it is away while something is being installed.
 */
final class BundleCache {
  private final Path cache;
  private final Path mark;
  private final String stamp;

  /**
   * A cache.
   *
   * @param stamp tells this build, its place and the Java apart from others
   */
  BundleCache(Layout layout, String stamp) {
    this.cache = layout.cache();
    this.mark = layout.booted();
    this.stamp = stamp;
  }

  String stamp() {
    return stamp;
  }

  /**
   * Empties the cache unless it may be used again, and takes the mark away until this start's boot
   * is complete too.
   *
   * @return whether there is a cache to start from
   */
  boolean prepare() throws IOException {
    boolean usable =
        Files.isDirectory(cache)
            && Files.exists(mark)
            && Files.readString(mark).strip().equals(stamp);
    Files.deleteIfExists(mark);
    if (!usable) {
      delete(cache);
    }
    return usable;
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException problem)
              throws IOException {
            if (problem != null) {
              throw problem;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
