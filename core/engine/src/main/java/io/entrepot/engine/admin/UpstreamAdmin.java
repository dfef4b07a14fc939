package io.entrepot.engine.admin;

import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The upstreams of proxies, and what is kept of them. A service. */
@ProviderType
public interface UpstreamAdmin {

  /** Those of all proxies, by the repositories' names. */
  List<UpstreamView> list();

  /**
   * That of one proxy.
   *
   * @throws RefusedException if there is no such repository, or it is no proxy
   */
  UpstreamView find(String repository) throws RefusedException;

  /**
   * Says whether an upstream is to be asked: the setting {@code httpClient.blocked}.
   *
   * @throws RefusedException as {@link #find} does
   */
  void block(String repository, boolean blocked) throws RefusedException, IOException;

  /**
   * Takes what is kept of an upstream for old, and forgets what it had not. Of a group, that of all
   * proxies in it.
   *
   * @throws RefusedException if there is no such repository, or it is a hosted one
   */
  void invalidate(String repository) throws RefusedException, IOException;
}
