package io.entrepot.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The data folder, made ready for a start. */
final class DataFolder {
  private static final Pattern FEATURE =
      Pattern.compile("<feature\\s+name=\"([^\"]+)\"\\s+version=");
  private static final String FEATURES_CONFIGURATION = "org.apache.karaf.features.cfg";

  private final Layout layout;
  private final Properties build;

  private DataFolder(Layout layout, Properties build) {
    this.layout = layout;
    this.build = build;
  }

  /**
   * The data folder with all its folders.
   *
   * @throws LaunchException if it cannot be written to
   */
  static DataFolder open(Layout layout) throws LaunchException {
    try {
      for (Path folder :
          List.of(
              layout.settings().getParent(),
              layout.deploy(),
              layout.keys(),
              layout.log(),
              layout.etc(),
              layout.temporary())) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new LaunchException(
          "the data folder %s cannot be written to: %s".formatted(layout.data(), e), e);
    }
    Properties build = new Properties();
    try (Reader reader = Files.newBufferedReader(layout.build())) {
      build.load(reader);
    } catch (IOException e) {
      throw new LaunchException("%s is no whole distribution: %s".formatted(layout.home(), e), e);
    }
    return new DataFolder(layout, build);
  }

  String version() {
    return build.getProperty("version");
  }

  /**
   * Brings the container's configuration up to this version, and empties the bundle cache if it is
   * not this version's own.
   *
   * @return what the server has to know to keep the record of features
   */
  Prepared prepare() throws IOException {
    new ContainerEtc(layout.shippedEtc(), layout.etc()).update();
    BootFeatures features = new BootFeatures(layout.shippedEtc().resolve(FEATURES_CONFIGURATION));
    List<String> boot = features.compose(layout.features(), ownFeatures());
    Files.writeString(layout.etc().resolve(FEATURES_CONFIGURATION), features.configuration(boot));
    new ShellKey(layout.keys()).prepare(layout.etc().resolve("keys.properties"));
    BundleCache cache = new BundleCache(layout, stamp());
    boolean warm = cache.prepare();
    return new Prepared(version(), cache.stamp(), features.names(), features.repositories(), warm);
  }

  /**
   * Build, place and Java: the cache points into the unpacked folder and holds what Java exports.
   */
  private String stamp() {
    return String.join(
        " ",
        version(),
        build.getProperty("digest"),
        Runtime.version().feature() + "",
        layout.home().toString());
  }

  private Set<String> ownFeatures() throws IOException {
    Set<String> names = new HashSet<>();
    Path repository = layout.home().resolve("system/io/entrepot/entrepot-features");
    try (Stream<Path> files = Files.walk(repository)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".xml")).toList()) {
        Matcher matcher = FEATURE.matcher(Files.readString(file));
        while (matcher.find()) {
          names.add(matcher.group(1));
        }
      }
    }
    return names;
  }

  /**
   * A data folder that is ready.
   *
   * @param version of this build
   * @param stamp that marks the bundle cache as usable once the boot is complete
   * @param features the names of the features that this version brings
   * @param repositories the feature repositories that this version brings
   * @param warm whether the start uses an existing bundle cache
   */
  record Prepared(
      String version,
      String stamp,
      List<String> features,
      List<String> repositories,
      boolean warm) {}
}
