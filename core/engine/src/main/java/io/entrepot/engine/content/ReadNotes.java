package io.entrepot.engine.content;

import io.entrepot.spi.content.AssetPath;

/** Is told which assets are read. */
@FunctionalInterface
public interface ReadNotes {

  /** Somebody reads an asset. Does not take long. */
  void note(String repository, AssetPath path);
}
