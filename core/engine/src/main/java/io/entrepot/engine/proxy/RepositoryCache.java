package io.entrepot.engine.proxy;

import io.entrepot.engine.upstream.UpstreamHealth;
import io.entrepot.spi.proxy.ProxyCache;
import java.io.IOException;

/** One repository's cache, as the engine sees it. */
public interface RepositoryCache extends ProxyCache, AutoCloseable {

  /**
   * Forgets what upstream had not, and takes what is kept for old: each is asked for anew when it
   * is next wanted, but for what is named by its digest.
   */
  void invalidate() throws IOException;

  /** How its upstream is. */
  UpstreamHealth health();

  /** Begins nothing new; what is under way is completed, then the upstream is let go. */
  @Override
  void close();
}
