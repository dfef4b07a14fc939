package io.entrepot.engine.rest;

import io.entrepot.engine.admin.Health;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether the server can be used. */
@Path("v1/status")
@Produces(MediaType.APPLICATION_JSON)
public final class StatusResource {

  /**
   * What came of one check.
   *
   * @param healthy whether all is well
   * @param message a sentence
   */
  record CheckAnswer(boolean healthy, String message) {}

  private final Health health;

  StatusResource(Health health) {
    this.health = health;
  }

  /** 200 as soon as requests are served. */
  @GET
  @Public
  public Response status() {
    return Response.ok().build();
  }

  /** 200 while what is written is kept; 503 otherwise. Without reasons: anybody may ask. */
  @GET
  @Path("writable")
  @Public
  public Response writable() {
    boolean writable = health.writable().stream().allMatch(check -> check.problem().isEmpty());
    return writable
        ? Response.ok().build()
        : ErrorBody.answer(503, "NOT_WRITABLE", "", "the server takes no writes now").build();
  }

  /** Every check and what came of it; 503 if one found something wrong. */
  @GET
  @Path("check")
  @Administers(domain = "metrics", action = "read")
  public Response check() {
    List<Health.Check> checks = health.writable();
    Map<String, CheckAnswer> answer = new LinkedHashMap<>();
    for (Health.Check check : checks) {
      Optional<String> problem = check.problem();
      answer.put(check.name(), new CheckAnswer(problem.isEmpty(), problem.orElse("is well")));
    }
    boolean well = checks.stream().allMatch(check -> check.problem().isEmpty());
    return Response.status(well ? 200 : 503).entity(answer).build();
  }
}
