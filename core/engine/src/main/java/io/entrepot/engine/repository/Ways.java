package io.entrepot.engine.repository;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.spi.connector.Connector;
import io.entrepot.spi.format.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The connectors that a repository's settings ask for. */
final class Ways {

  /**
   * A connector, and the setting that asks for it.
   *
   * @param field {@code connector.httpsPort}
   */
  record Way(String field, Connector connector) {

    /** {@code port 5000}, as sentences name it. */
    String label() {
      return connector instanceof Connector.Port port
          ? "port " + port.number()
          : "host name '" + ((Connector.Host) connector).name() + "'";
    }

    /** Whether one of them is in the other's way. */
    boolean collides(Way other) {
      return label().equals(other.label());
    }
  }

  private Ways() {}

  /**
   * The ways into a repository.
   *
   * @param group the group of its settings that has them
   * @throws RefusedException if a port or a host name is none
   */
  static List<Way> of(RepositoryDefinition definition, String group) throws RefusedException {
    Settings settings = new RepositorySettings(definition.settings());
    List<Way> ways = new ArrayList<>();
    addPort(ways, definition.name(), settings, group + "." + EngineFields.HTTP_PORT, false);
    addPort(ways, definition.name(), settings, group + "." + EngineFields.HTTPS_PORT, true);
    String field = group + "." + EngineFields.SUBDOMAIN;
    Optional<String> host = settings.text(field).map(name -> name.toLowerCase(Locale.ROOT));
    if (host.isPresent()) {
      try {
        ways.add(new Way(field, new Connector.Host(definition.name(), host.get())));
      } catch (IllegalArgumentException e) {
        throw SettingsCheck.wrong(field, host.get(), "is not a host name");
      }
    }
    return List.copyOf(ways);
  }

  private static void addPort(
      List<Way> ways, String repository, Settings settings, String field, boolean secure)
      throws RefusedException {
    if (settings.number(field).isEmpty()) {
      return;
    }
    long number = settings.number(field).getAsLong();
    if (number < 1 || number > 65535) {
      throw SettingsCheck.wrong(field, number, "is not a port: a number from 1 to 65535");
    }
    Way way = new Way(field, new Connector.Port(repository, (int) number, secure));
    if (ways.stream().anyMatch(way::collides)) {
      throw SettingsCheck.wrong(field, number, "is the HTTP port already: the two must differ");
    }
    ways.add(way);
  }
}
