package io.entrepot.engine.proxy;

import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.proxy.Wanted;

/**
 * What upstream is asked for once, however many want it.
 *
 * @param path as which it is kept
 * @param address where upstream has it: one thing may be kept of several places, some of which know
 *     it and some do not
 */
record Key(AssetPath path, String address) {

  static Key of(Wanted wanted) {
    return new Key(wanted.path(), wanted.address());
  }
}
