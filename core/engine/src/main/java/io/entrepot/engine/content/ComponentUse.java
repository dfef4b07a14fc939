package io.entrepot.engine.content;

import io.entrepot.spi.content.Component;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A component, and when it was used.
 *
 * @param component which
 * @param assets its assets
 */
public record ComponentUse(Component component, List<Part> assets) {

  /**
   * One of its assets.
   *
   * @param path where it is
   * @param updated when its bytes were last set
   * @param downloaded when it, or an asset that it refers to, was last read, to the day
   */
  public record Part(String path, Instant updated, Optional<Instant> downloaded) {}

  public ComponentUse {
    assets = List.copyOf(assets);
  }

  /** When the bytes of one of its assets were last set. */
  public Instant updated() {
    return assets.stream().map(Part::updated).max(Instant::compareTo).orElse(Instant.EPOCH);
  }

  /** When one of its assets, or what they refer to, was last read. */
  public Optional<Instant> downloaded() {
    return assets.stream().flatMap(part -> part.downloaded().stream()).max(Instant::compareTo);
  }
}
