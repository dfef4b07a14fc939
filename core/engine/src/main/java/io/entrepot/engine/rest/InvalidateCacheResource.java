package io.entrepot.engine.rest;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.UpstreamAdmin;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.io.IOException;

/** Takes what is kept of upstreams for old. */
@Path("v1/repositories/{name}/invalidate-cache")
public final class InvalidateCacheResource {

  private final UpstreamAdmin upstreams;

  InvalidateCacheResource(UpstreamAdmin upstreams) {
    this.upstreams = upstreams;
  }

  /** Of a proxy, or of all proxies of a group: 204; 400 for a hosted repository. */
  @POST
  @AdministersRepository("update")
  public void invalidate(@PathParam("name") String name) throws RefusedException, IOException {
    upstreams.invalidate(name);
  }
}
