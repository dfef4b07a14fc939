package io.entrepot.engine.blob;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The open files of this process, on Linux. */
final class Descriptors {

  private Descriptors() {}

  /** How many are that file or folder. */
  static long of(Path path) throws IOException {
    Path real = path.toRealPath();
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(link -> leadsTo(link, real)).count();
    }
  }

  private static boolean leadsTo(Path link, Path real) {
    try {
      return Files.readSymbolicLink(link).equals(real);
    } catch (IOException e) {
      return false; // closed since
    }
  }
}
