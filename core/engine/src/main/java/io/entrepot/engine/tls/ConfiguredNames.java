package io.entrepot.engine.tls;

import io.entrepot.engine.Environment;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * All names of this server: the machine's, those that the operator configured, and the host names
 * of repositories, which come and go. Thread-safe.
 */
final class ConfiguredNames implements Supplier<ServerNames> {
  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");

  private final Supplier<ServerNames> machine;
  private final ServerNames configured;
  // How often each is held: a repository that is swapped for its successor shares a name with it.
  private final Map<String, Integer> repositories = new ConcurrentHashMap<>();

  /**
   * Reads what the operator configured.
   *
   * @throws IllegalArgumentException naming the property and the value that is no name
   */
  ConfiguredNames(Supplier<ServerNames> machine, Environment environment) {
    this.machine = machine;
    this.configured =
        parse("entrepot.host.names", environment.hostNames())
            .plus(parse("entrepot.http.host", listening(environment)))
            .plus(parse("entrepot.public.url", published(environment)));
  }

  @Override
  public ServerNames get() {
    ServerNames server = machine.get().plus(configured);
    List<String> names = new ArrayList<>();
    for (String name : repositories.keySet()) {
      if (name.contains(".")) {
        names.add(name);
      } else {
        server.hosts().stream()
            .filter(host -> !host.startsWith("*."))
            .forEach(host -> names.add(name + "." + host));
      }
    }
    return server.plus(ServerNames.of(names));
  }

  /** See {@link CertificateService#addHost}. */
  void add(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    ServerNames.of(List.of(lower));
    repositories.merge(lower, 1, Integer::sum);
  }

  void remove(String host) {
    repositories.computeIfPresent(
        host.toLowerCase(Locale.ROOT), (name, held) -> held == 1 ? null : held - 1);
  }

  private static List<String> listening(Environment environment) {
    String host = environment.httpHost();
    return EVERYWHERE.contains(host) ? List.of() : List.of(host);
  }

  private static List<String> published(Environment environment) {
    return environment.publicUrl().map(URI::getHost).stream()
        // Java gives an IPv6 address as it stands in the URL.
        .map(host -> host.replaceAll("[\\[\\]]", ""))
        .toList();
  }

  private static ServerNames parse(String property, List<String> values) {
    try {
      return ServerNames.of(values);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(property + ": " + e.getMessage(), e);
    }
  }
}
