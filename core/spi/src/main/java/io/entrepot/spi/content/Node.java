package io.entrepot.spi.content;

import java.util.Optional;

/**
 * A line of a folder's listing. One name may be both a folder and an asset.
 *
 * @param name the last segment of its path
 * @param folder whether there is something below it
 * @param asset the asset of that very path, if there is one
 * @param children how many lines are directly below it; 0 if it is no folder
 */
public record Node(String name, boolean folder, Optional<Asset> asset, long children) {

  /** A line below which there are so many. */
  public Node(String name, long children, Optional<Asset> asset) {
    this(name, children > 0, asset, children);
  }

  /** A line of which is not known how many are below it. */
  public Node(String name, boolean folder, Optional<Asset> asset) {
    this(name, folder, asset, folder ? 1 : 0);
  }
}
