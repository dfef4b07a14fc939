package io.entrepot.engine.proxy;

import io.entrepot.engine.upstream.UpstreamHealth;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.proxy.ProxyCache;
import java.io.IOException;
import java.util.Optional;

/** One repository's cache, as the engine sees it. */
public interface RepositoryCache extends ProxyCache, AutoCloseable {

  /**
   * Forgets what upstream had not, and takes what is kept for old: each is asked for anew when it
   * is next wanted, but for what is named by its digest.
   */
  void invalidate() throws IOException;

  /**
   * Why what is kept at a path was last served although it is old: the code of a problem. Empty if
   * it was not, or is current again, or nobody has asked for it since the start.
   */
  Optional<String> stale(AssetPath path);

  /** How its upstream is. */
  UpstreamHealth health();

  /** Begins nothing new; what is under way is completed, then the upstream is let go. */
  @Override
  void close();
}
