package io.entrepot.engine.http;

import io.entrepot.engine.group.Member;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ContentStore;
import java.util.Optional;
import java.util.function.Function;

/**
 * What listings show of a repository.
 *
 * @param content what it holds
 * @param stale why what it holds at a path was last served although it is old
 */
record Folders(ContentStore content, Function<AssetPath, Optional<String>> stale) {
  static Folders of(Member repository) {
    return new Folders(repository.content(), repository::stale);
  }
}
