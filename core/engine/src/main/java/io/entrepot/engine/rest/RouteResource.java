package io.entrepot.engine.rest;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.RouteStep;
import io.entrepot.engine.admin.RoutingAdmin;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Who would serve a path, without asking anybody. */
@Path("v1/repositories/{name}/route")
@Produces(MediaType.APPLICATION_JSON)
public final class RouteResource {

  private final RoutingAdmin routing;

  RouteResource(RoutingAdmin routing) {
    this.routing = routing;
  }

  /** The repositories in the order in which they would be asked. */
  @GET
  @AdministersRepository("read")
  public List<Map<String, Object>> route(
      @PathParam("name") String name, @QueryParam("path") @DefaultValue("") String path)
      throws RefusedException, IOException {
    if (path.isEmpty()) {
      throw new RefusedException(Kind.INVALID, "path", "path is missing");
    }
    return routing.route(name, path).stream().map(RouteResource::answer).toList();
  }

  private static Map<String, Object> answer(RouteStep step) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("repository", step.repository());
    answer.put("recipe", step.recipe());
    answer.put("verdict", step.verdict().name().toLowerCase(Locale.ROOT));
    answer.put("reason", step.reason());
    return answer;
  }
}
