package io.entrepot.spi.format;

import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.proxy.ProxyCache;
import io.entrepot.spi.security.Action;
import io.entrepot.spi.security.Permission;
import java.time.Clock;
import org.osgi.annotation.versioning.ProviderType;

/** What the engine gives a repository to work with. */
@ProviderType
public interface RepositoryContext {

  /** Its name. */
  String name();

  /** What it is. */
  Recipe recipe();

  /** How it is set. */
  Settings settings();

  /** What it holds. */
  ContentStore content();

  /**
   * What it has of its upstream.
   *
   * @throws IllegalStateException if it is no {@link RepositoryType#PROXY}
   */
  ProxyCache proxy();

  /**
   * What it consists of.
   *
   * @throws IllegalStateException if it is no {@link RepositoryType#GROUP}
   */
  Members members();

  /** The time. */
  Clock clock();

  /** The right to do that here. */
  default Permission permission(Action action) {
    return new Permission(recipe().format(), name(), action);
  }
}
