package io.entrepot.shell.upstream;

import io.entrepot.engine.admin.UpstreamAdmin;
import io.entrepot.engine.admin.UpstreamView;
import io.entrepot.shell.console.Names;
import java.util.Collection;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Completes the names of proxies. */
@Service
public final class ProxyNames extends Names {

  @Reference UpstreamAdmin upstreams;

  @Override
  protected Collection<String> names() {
    return upstreams.list().stream().map(UpstreamView::repository).toList();
  }
}
