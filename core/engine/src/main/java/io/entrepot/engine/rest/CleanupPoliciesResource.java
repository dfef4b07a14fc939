package io.entrepot.engine.rest;

import io.entrepot.engine.admin.CleanupAdmin;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Cleanup policies. */
@Path("v1/cleanup-policies")
@Produces(MediaType.APPLICATION_JSON)
public final class CleanupPoliciesResource extends CleanupPolicyRoutes {

  CleanupPoliciesResource(CleanupAdmin cleanup) {
    super(cleanup);
  }
}
