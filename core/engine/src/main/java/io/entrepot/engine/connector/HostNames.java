package io.entrepot.engine.connector;

import io.entrepot.engine.Environment;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The host names that lead to one repository each: full ones, and single labels that do so before
 * any domain ({@code images} for {@code images.example.org}). Thread-safe.
 */
final class HostNames {
  private final Map<String, String> repositories = new ConcurrentHashMap<>();
  private final Set<String> own;

  /** No names yet; those by which the server itself is called are never given away. */
  HostNames(Environment environment) {
    own =
        Stream.of(
                Stream.of("localhost"),
                environment.publicUrl().map(URI::getHost).stream(),
                environment.hostNames().stream())
            .flatMap(names -> names)
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** The repository that a lower-case name leads to. */
  Optional<String> repository(String name) {
    if (repositories.isEmpty() || own.contains(name)) {
      return Optional.empty();
    }
    int dot = name.indexOf('.');
    return Optional.ofNullable(repositories.get(name))
        .or(() -> Optional.ofNullable(repositories.get(dot < 0 ? name : name.substring(0, dot))));
  }

  /** All of them, sorted, with their repositories. */
  SortedMap<String, String> all() {
    return new TreeMap<>(repositories);
  }

  void add(String name, String repository) throws IOException {
    if (own.contains(name)) {
      throw new IOException("host name '" + name + "' is taken by the server itself");
    }
    String holder = repositories.putIfAbsent(name, repository);
    if (holder != null) {
      throw new IOException("host name '" + name + "' is taken by repository '" + holder + "'");
    }
  }

  void remove(String name, String repository) {
    repositories.remove(name, repository);
  }
}
