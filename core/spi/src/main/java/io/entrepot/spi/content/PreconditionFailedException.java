package io.entrepot.spi.content;

import java.io.IOException;

/** A change was refused because what it required of its path is not true. Nothing was changed. */
public final class PreconditionFailedException extends IOException {

  private static final long serialVersionUID = 1L;

  private final transient AssetPath path;

  public PreconditionFailedException(AssetPath path, Precondition precondition) {
    super("'" + path + "' does not meet the precondition " + precondition.kind());
    this.path = path;
  }

  /** The path of which it is not true. */
  public AssetPath path() {
    return path;
  }
}
