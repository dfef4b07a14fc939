package io.entrepot.spi.content;

import java.util.List;

/**
 * What a commit did. When it is returned, all of it is durable.
 *
 * @param written the assets that were set, in the order of the change set
 * @param deleted the assets that were removed
 */
public record Commit(List<Asset> written, List<AssetPath> deleted) {

  public Commit {
    written = List.copyOf(written);
    deleted = List.copyOf(deleted);
  }
}
