package io.entrepot.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The features that a start without a bundle cache begins with: those this version brings, without
 * those that were uninstalled and with those of its own that were installed at run time. Features
 * from elsewhere are not among them: one that does not fit a new version must not keep it from
 * starting, so the server installs those once it stands.
 */
final class BootFeatures {
  private static final String BOOT = "featuresBoot";
  private static final String REPOSITORIES = "featuresRepositories";

  private final Properties shipped;

  /**
   * Reads what is shipped.
   *
   * @param configuration the features service's configuration
   */
  BootFeatures(Path configuration) throws IOException {
    this.shipped = load(configuration);
  }

  /** The names of the features that this version brings, without their versions. */
  List<String> names() {
    return split(shipped, BOOT).map(BootFeatures::name).toList();
  }

  /** The repositories that this version brings. */
  List<String> repositories() {
    return split(shipped, REPOSITORIES).toList();
  }

  /**
   * What to start from.
   *
   * @param record the file that the server keeps of what was installed and uninstalled; may be
   *     missing
   * @param own the names of all features that this version's own repository has
   */
  List<String> compose(Path record, Set<String> own) throws IOException {
    Properties recorded = load(record);
    Set<String> removed = split(recorded, "uninstalled").collect(Collectors.toSet());
    Set<String> features = new LinkedHashSet<>();
    split(shipped, BOOT).filter(feature -> !removed.contains(name(feature))).forEach(features::add);
    split(recorded, "installed").filter(own::contains).forEach(features::add);
    return List.copyOf(features);
  }

  /** The features service's configuration with these boot features. */
  String configuration(List<String> features) {
    Properties all = new Properties();
    all.putAll(shipped);
    all.setProperty(BOOT, String.join(",", features));
    all.setProperty(REPOSITORIES, String.join(",", repositories()));
    return all.stringPropertyNames().stream()
        .sorted()
        .map(name -> name + " = " + all.getProperty(name) + "\n")
        .collect(Collectors.joining("", "# Written at every start.\n", ""));
  }

  private static Properties load(Path file) throws IOException {
    Properties properties = new Properties();
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      }
    }
    return properties;
  }

  private static Stream<String> split(Properties properties, String name) {
    return Stream.of(properties.getProperty(name, "").split("[,\\s]+"))
        .filter(word -> !word.isEmpty());
  }

  private static String name(String feature) {
    return feature.replaceFirst("/.*", "");
  }
}
