package io.entrepot.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the engine does to a data folder while no server runs in it. Its classes are in the
 * distribution's repository, not among what this is built on.
 */
final class Offline {
  private static final String ENGINE = "io.entrepot.engine.offline.OfflineStorage";

  private final Layout layout;

  Offline(Layout layout) {
    this.layout = layout;
  }

  /**
   * Compares the database with the blobs.
   *
   * @return the exit status for this process
   */
  int verify(String... options) throws LaunchException {
    if (!Files.isDirectory(layout.data().resolve("database"))) {
      throw new LaunchException("there is no database in the data folder " + layout.data());
    }
    if (Files.exists(layout.unfinishedRestore())) {
      throw unfinished(layout);
    }
    return locked("verify", options);
  }

  /**
   * Makes the data folder out of a backup.
   *
   * @return the exit status for this process
   * @throws LaunchException if the data folder is not empty
   */
  int restore(String... options) throws LaunchException {
    Path data = layout.data();
    try {
      Files.createDirectories(data);
      try (Stream<Path> files = Files.list(data)) {
        if (files.anyMatch(file -> !file.equals(layout.pid()))) {
          throw new LaunchException(
              "the data folder %s is not empty: nothing was restored".formatted(data));
        }
      }
    } catch (IOException e) {
      throw new LaunchException("the data folder %s cannot be made: %s".formatted(data, e), e);
    }
    return locked("restore", options);
  }

  /** Why a data folder whose restore broke off is not used. */
  static LaunchException unfinished(Layout layout) {
    return new LaunchException(
        "a restore into %s was not finished (%s is there): empty the folder and restore again"
            .formatted(layout.data(), layout.unfinishedRestore().getFileName()));
  }

  private int locked(String command, String... options) throws LaunchException {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(Arrays.asList(options));
    DataLock lock = DataLock.take(layout.pid());
    try {
      return (int)
          Class.forName(ENGINE)
              .getMethod("run", Path.class, PrintStream.class, List.class)
              .invoke(null, layout.data(), System.out, words);
    } catch (InvocationTargetException e) {
      throw new LaunchException(String.valueOf(e.getCause().getMessage()), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LaunchException("%s is no whole distribution: %s".formatted(layout.home(), e), e);
    } finally {
      close(lock);
    }
  }

  private static void close(DataLock lock) throws LaunchException {
    try {
      lock.close();
    } catch (IOException e) {
      throw new LaunchException("the data folder could not be unlocked: " + e, e);
    }
  }
}
