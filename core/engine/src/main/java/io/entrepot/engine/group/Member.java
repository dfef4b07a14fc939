package io.entrepot.engine.group;

import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.format.Recipe;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.http.Problem;
import java.util.Optional;

/** A repository held for a request: it is not closed before this is. */
public interface Member extends AutoCloseable {

  /** Its name. */
  String name();

  /** What it is. */
  Recipe recipe();

  /** The repository; empty if it does not serve. */
  Optional<Repository> repository();

  /** Why it does not serve. */
  Problem problem();

  /** What it holds. */
  ContentStore content();

  /**
   * Why what it holds at a path was last served although it is old, where an upstream could not say
   * that it is current: the code of a problem.
   */
  default Optional<String> stale(AssetPath path) {
    return Optional.empty();
  }

  /** Why it is not asked for a path, if its routing rule says so. */
  default Optional<Problem> refusal(String path) {
    return Optional.empty();
  }

  @Override
  void close();
}
