package io.entrepot.engine.rest;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.RoutingAdmin;
import io.entrepot.engine.admin.RoutingRule;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which paths proxies and groups are asked for. */
@Path("v1/routing-rules")
@Produces(MediaType.APPLICATION_JSON)
public final class RoutingRulesResource {

  private final RoutingAdmin routing;

  RoutingRulesResource(RoutingAdmin routing) {
    this.routing = routing;
  }

  /** All rules by name. */
  @GET
  @Administers(domain = "settings", action = "read")
  public List<Map<String, Object>> list() {
    return routing.rules().stream().map(RoutingRulesResource::answer).toList();
  }

  /** Makes a rule: 204. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Administers(domain = "settings", action = "update")
  public void create(JsonBody body) throws RefusedException, IOException {
    routing.create(rule(body.text("name"), body));
  }

  /** One rule. */
  @GET
  @Path("{name}")
  @Administers(domain = "settings", action = "read")
  public Map<String, Object> find(@PathParam("name") String name) throws RefusedException {
    return routing
        .find(name)
        .map(RoutingRulesResource::answer)
        .orElseThrow(
            () ->
                new RefusedException(
                    Kind.NOT_FOUND, "name", "there is no routing rule '" + name + "'"));
  }

  /** Changes a rule: 204. */
  @PUT
  @Path("{name}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Administers(domain = "settings", action = "update")
  public void update(@PathParam("name") String name, JsonBody body)
      throws RefusedException, IOException {
    body.requireSame("name", name);
    routing.update(rule(name, body));
  }

  /** Removes a rule that no repository names: 204. */
  @DELETE
  @Path("{name}")
  @Administers(domain = "settings", action = "update")
  public void delete(@PathParam("name") String name) throws RefusedException, IOException {
    routing.delete(name);
  }

  private static RoutingRule rule(String name, JsonBody body) throws RefusedException {
    String mode = body.text("mode");
    RoutingRule.Mode found =
        Arrays.stream(RoutingRule.Mode.values())
            .filter(one -> one.name().equalsIgnoreCase(mode))
            .findFirst()
            .orElseThrow(
                () ->
                    new RefusedException(
                        Kind.INVALID, "mode", "mode: '" + mode + "' is neither ALLOW nor BLOCK"));
    return new RoutingRule(
        name,
        body.optionalText("description").orElse(""),
        found,
        List.copyOf(body.texts("matchers")));
  }

  private static Map<String, Object> answer(RoutingRule rule) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("name", rule.name());
    answer.put("description", rule.description());
    answer.put("mode", rule.mode().name());
    answer.put("matchers", rule.matchers());
    return answer;
  }
}
