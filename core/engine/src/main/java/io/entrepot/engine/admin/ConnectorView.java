package io.entrepot.engine.admin;

import java.util.Optional;

/**
 * A way into the server.
 *
 * @param kind {@code http}, {@code https} or {@code host}
 * @param address {@code 0.0.0.0:8081}, or the host name
 * @param repository the one that it leads to; empty for the shared ports
 * @param problem why it is not open; empty if it is
 */
public record ConnectorView(
    String kind, String address, Optional<String> repository, Optional<String> problem) {}
