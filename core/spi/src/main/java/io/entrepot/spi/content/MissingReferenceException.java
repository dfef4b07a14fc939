package io.entrepot.spi.content;

import java.io.IOException;
import java.util.Set;

/** A change was refused because assets that it refers to are not there. Nothing was changed. */
public final class MissingReferenceException extends IOException {

  private static final long serialVersionUID = 1L;

  private final transient Set<AssetPath> missing;

  public MissingReferenceException(Set<AssetPath> missing) {
    super("missing: " + missing);
    this.missing = Set.copyOf(missing);
  }

  /** What is not there. */
  public Set<AssetPath> missing() {
    return missing;
  }
}
