package io.entrepot.engine.proxy;

import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.format.Settings;
import java.io.IOException;

/** Opens the caches of proxy repositories. */
public interface ProxyCaches {

  /**
   * A repository's cache over its upstream. Nothing is asked of that yet.
   *
   * @param content what the repository holds
   * @throws IllegalArgumentException if the settings are of no upstream: the message says why
   * @throws IOException if the database fails
   */
  RepositoryCache open(String repository, Settings settings, ContentStore content)
      throws IOException;
}
