package io.entrepot.engine.admin;

import java.util.List;
import java.util.Optional;

/**
 * A repository and how it is.
 *
 * @param definition what makes it, defaults filled in
 * @param problem why it does not serve, or not on all its connectors: a missing format, a taken
 *     port; empty if all is well
 * @param addresses where clients reach it: {@code https://host:5000}, {@code /repository/name/}
 * @param assets how many assets it has
 * @param size their bytes
 */
public record RepositoryView(
    RepositoryDefinition definition,
    Optional<String> problem,
    List<String> addresses,
    long assets,
    long size) {

  public RepositoryView {
    addresses = List.copyOf(addresses);
  }
}
