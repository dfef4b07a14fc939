package io.entrepot.shell.features;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.features.Repository;

/** The container's features, compared with those that this version brings. */
final class Installed {
  private final FeaturesService service;
  private final Set<String> broughtFeatures;
  private final Set<String> broughtRepositories;
  private final String dropped;

  /**
   * A comparison.
   *
   * @param broughtFeatures names of the features that this version starts with
   * @param broughtRepositories addresses of the repositories that this version starts with
   * @param deploy the folder whose features come and go by themselves
   */
  Installed(
      FeaturesService service,
      Collection<String> broughtFeatures,
      Collection<String> broughtRepositories,
      Path deploy) {
    this.service = service;
    this.broughtFeatures = Set.copyOf(broughtFeatures);
    this.broughtRepositories = Set.copyOf(broughtRepositories);
    this.dropped = deploy.toUri().toString().replaceFirst("^file:/+", "file:/");
  }

  /**
   * How it differs now.
   *
   * @param pending features that are still to be installed, and so stay in the record
   */
  FeatureRecord record(Collection<String> pending) throws Exception {
    List<Feature> required =
        Arrays.stream(service.listRequiredFeatures())
            .filter(feature -> !isDropped(feature.getRepositoryUrl()))
            .toList();
    Set<String> names = required.stream().map(Feature::getName).collect(Collectors.toSet());
    Set<String> own = own();
    Set<String> added = new TreeSet<>(pending);
    required.stream()
        .filter(feature -> !broughtFeatures.contains(feature.getName()))
        .map(feature -> own.contains(feature.getName()) ? feature.getName() : feature.getId())
        .forEach(added::add);
    Set<String> removed = new HashSet<>(broughtFeatures);
    removed.removeAll(names);
    return new FeatureRecord(added, removed, repositories());
  }

  /** Whether a feature, as {@code name/version}, is there. */
  boolean has(String feature) throws Exception {
    return Arrays.stream(service.listInstalledFeatures())
        .anyMatch(installed -> installed.getId().equals(feature));
  }

  private Set<String> own() throws Exception {
    Set<String> names = new HashSet<>();
    for (Repository repository : service.listRepositories()) {
      if (broughtRepositories.contains(repository.getURI().toString())) {
        Stream.of(repository.getFeatures()).map(Feature::getName).forEach(names::add);
      }
    }
    return names;
  }

  private Set<String> repositories() throws Exception {
    return Arrays.stream(service.listRepositories())
        .filter(repository -> !repository.isBlacklisted())
        .map(repository -> repository.getURI().toString())
        .filter(uri -> !broughtRepositories.contains(uri) && !isDropped(uri))
        .collect(Collectors.toSet());
  }

  private boolean isDropped(String uri) {
    return uri != null && uri.replaceFirst("^file:/+", "file:/").startsWith(dropped);
  }
}
