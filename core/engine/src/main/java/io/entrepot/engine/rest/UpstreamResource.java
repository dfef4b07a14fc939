package io.entrepot.engine.rest;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.UpstreamAdmin;
import io.entrepot.engine.admin.UpstreamView;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The upstream of a proxy repository. */
@Path("v1/repositories/{name}/upstream")
@Produces(MediaType.APPLICATION_JSON)
public final class UpstreamResource {

  private final UpstreamAdmin upstreams;

  UpstreamResource(UpstreamAdmin upstreams) {
    this.upstreams = upstreams;
  }

  /** How it is. */
  @GET
  @AdministersRepository("read")
  public Map<String, Object> find(@PathParam("name") String name) throws RefusedException {
    UpstreamView view = upstreams.find(name);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("url", view.url());
    answer.put("state", view.state().name());
    answer.put("reason", view.reason());
    view.until().ifPresent(until -> answer.put("until", until.toString()));
    view.remaining().ifPresent(remaining -> answer.put("remainingRequests", remaining));
    answer.put("requestsInFlight", view.inFlight());
    return answer;
  }

  /** It is asked no more: 204. */
  @POST
  @Path("block")
  @AdministersRepository("update")
  public void block(@PathParam("name") String name) throws RefusedException, IOException {
    upstreams.block(name, true);
  }

  /** It is asked again: 204. */
  @POST
  @Path("unblock")
  @AdministersRepository("update")
  public void unblock(@PathParam("name") String name) throws RefusedException, IOException {
    upstreams.block(name, false);
  }
}
