package io.entrepot.engine.admin;

import io.entrepot.spi.content.Component;
import java.util.List;

/**
 * A component of some repository.
 *
 * @param id unique among all; the same as long as there is such a component
 * @param repository whose
 * @param component its name
 * @param assets what it consists of, at most 1,000
 */
public record ComponentView(
    long id, String repository, Component component, List<AssetView> assets) {

  public ComponentView {
    assets = List.copyOf(assets);
  }
}
