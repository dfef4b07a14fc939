package io.entrepot.engine.repository;

import io.entrepot.engine.Environment;
import io.entrepot.engine.admin.FormatView;
import io.entrepot.engine.admin.RepositoryView;
import io.entrepot.engine.content.Contents;
import io.entrepot.spi.connector.Connector;
import io.entrepot.spi.http.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What administrators see of repositories and formats. */
final class RepositoryViews {

  private static final Logger LOG = LoggerFactory.getLogger(RepositoryViews.class);

  private final ServedRepositories served;
  private final RepositoryConnectors connectors;
  private final Contents contents;
  private final Environment environment;

  RepositoryViews(
      ServedRepositories served,
      RepositoryConnectors connectors,
      Contents contents,
      Environment environment) {
    this.served = served;
    this.connectors = connectors;
    this.contents = contents;
    this.environment = environment;
  }

  RepositoryView of(Snapshot snapshot) {
    String name = snapshot.name();
    Optional<String> problem =
        Stream.of(snapshot.problem().map(Problem::message), connectors.problem(name))
            .flatMap(Optional::stream)
            .reduce((one, other) -> one + "; " + other);
    Contents.Totals totals = totals(name);
    return new RepositoryView(
        snapshot.definition(), problem, addresses(name), totals.assets(), totals.size());
  }

  List<FormatView> formats() {
    return served.known().stream()
        .filter(
            format -> served.format(format.name()).isPresent() || served.count(format.name()) > 0)
        .map(
            format -> {
              Optional<InstalledFormat> installed = served.format(format.name());
              return new FormatView(
                  format.name(),
                  installed.map(InstalledFormat::descriptor),
                  installed.map(InstalledFormat::bundle).orElse(""),
                  served.count(format.name()));
            })
        .toList();
  }

  private List<String> addresses(String name) {
    List<String> addresses = new ArrayList<>(List.of("/repository/" + name + "/"));
    for (Ways.Way way : connectors.wanted(name)) {
      addresses.add(
          way.connector() instanceof Connector.Port port
              ? (port.secure() ? "https://" : "http://") + host() + ":" + port.number()
              : "https://"
                  + full((Connector.Host) way.connector())
                  + ":"
                  + environment.httpsPort());
    }
    return addresses;
  }

  /** A single label stands for a name below the server's own. Below an address there are none. */
  private String full(Connector.Host host) {
    if (host.name().contains(".")) {
      return host.name();
    }
    boolean address = host().matches("[0-9.]+|.*:.*");
    return host.name() + "." + (address ? "localhost" : host());
  }

  /** The name by which clients know this machine, as far as it was told. */
  private String host() {
    return environment
        .publicUrl()
        .map(url -> Objects.requireNonNull(url.getHost()))
        .or(() -> environment.hostNames().stream().findFirst())
        .orElse(
            List.of("0.0.0.0", "::").contains(environment.httpHost())
                ? "localhost"
                : environment.httpHost());
  }

  private Contents.Totals totals(String name) {
    try {
      return contents.totals(name);
    } catch (IOException e) {
      LOG.warn("What repository '{}' holds cannot be read", name, e);
      return new Contents.Totals(0, 0);
    }
  }
}
