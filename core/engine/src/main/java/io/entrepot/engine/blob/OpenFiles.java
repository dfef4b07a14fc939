package io.entrepot.engine.blob;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How many files the process may have open, sockets among them. */
final class OpenFiles {

  // "Max open files            1024                 4096                 files", see proc(5)
  private static final Pattern LIMIT = Pattern.compile("Max open files\\s+(\\d{1,9})\\s.*");

  private OpenFiles() {}

  /** The limit of this process; the largest number if there is none, or it is not known. */
  static int limit() {
    return limit(Path.of("/proc/self/limits"));
  }

  static int limit(Path limits) {
    try (Stream<String> lines = Files.lines(limits)) {
      return lines
          .map(LIMIT::matcher)
          .filter(Matcher::matches)
          .map(line -> Integer.parseInt(line.group(1)))
          .findFirst()
          .orElse(Integer.MAX_VALUE);
    } catch (IOException | UncheckedIOException e) {
      return Integer.MAX_VALUE; // not Linux
    }
  }
}
