package io.entrepot.shell.features;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Properties;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the installed features differ from those that the version brings. The launcher reads the same
 * file when it starts a version without a bundle cache.
 *
 * @param installed features that were added: the name alone for one of Entrepot's own, which
 *     follows the version, {@code name/version} for one from elsewhere
 * @param uninstalled names of features that the version brings and that were taken away
 * @param repositories addresses of the feature repositories that were added
 */
record FeatureRecord(Set<String> installed, Set<String> uninstalled, Set<String> repositories) {

  FeatureRecord {
    installed = Set.copyOf(installed);
    uninstalled = Set.copyOf(uninstalled);
    repositories = Set.copyOf(repositories);
  }

  /** Those that are not of Entrepot's own repository. */
  Set<String> foreign() {
    return installed.stream().filter(feature -> feature.contains("/")).collect(Collectors.toSet());
  }

  /** What the file says; nothing if there is none. */
  static FeatureRecord read(Path file) throws IOException {
    Properties properties = new Properties();
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      } catch (IllegalArgumentException e) {
        throw new IOException(file + " is no properties file: " + e.getMessage(), e);
      }
    }
    return new FeatureRecord(
        words(properties, "installed"),
        words(properties, "uninstalled"),
        words(properties, "repositories"));
  }

  private static Set<String> words(Properties properties, String name) {
    return Stream.of(properties.getProperty(name, "").split("[,\\s]+"))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toSet());
  }

  /**
   * Writes the file, which is whole and on the disk when this returns; if it fails the old one
   * stays.
   */
  void write(Path file) throws IOException {
    String text =
        "# Written whenever features are installed or uninstalled; a new version starts from this.\n"
            + line("installed", installed)
            + line("uninstalled", uninstalled)
            + line("repositories", repositories);
    Path staged = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            staged,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.ISO_8859_1.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
      folder.force(true);
    }
  }

  private static String line(String name, Collection<String> words) {
    SortedSet<String> sorted = new TreeSet<>(words);
    return name + " = " + String.join(", ", sorted) + "\n";
  }
}
