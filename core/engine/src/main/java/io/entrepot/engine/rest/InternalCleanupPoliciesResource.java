package io.entrepot.engine.rest;

import io.entrepot.engine.admin.CleanupAdmin;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Cleanup policies where Nexus Repository has them: its own clients ask there. */
@Path("internal/cleanup-policies")
@Produces(MediaType.APPLICATION_JSON)
public final class InternalCleanupPoliciesResource extends CleanupPolicyRoutes {

  InternalCleanupPoliciesResource(CleanupAdmin cleanup) {
    super(cleanup);
  }
}
