package io.entrepot.engine.repository;

import io.entrepot.spi.connector.Connector;
import io.entrepot.spi.connector.ConnectorRegistrar;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Opens connectors on paper: a port once, and none that a stranger has. */
final class FakeRegistrar implements ConnectorRegistrar {

  /** A port that makes the registrar fail as it must not. */
  static final int BROKEN = 666;

  final Set<Connector> open = new HashSet<>();
  final Set<Integer> strangers = new HashSet<>();

  @Override
  public Opened open(Connector connector) throws IOException {
    if (connector instanceof Connector.Port port) {
      if (port.number() == BROKEN) {
        throw new IllegalStateException("nobody foresaw that");
      }
      if (strangers.contains(port.number())) {
        throw new IOException("port " + port.number() + " is taken by another program");
      }
      boolean twice =
          open.stream()
              .anyMatch(
                  other -> other instanceof Connector.Port has && has.number() == port.number());
      if (twice) {
        throw new IOException("port " + port.number() + " is open already");
      }
    }
    open.add(connector);
    return () -> open.remove(connector);
  }
}
