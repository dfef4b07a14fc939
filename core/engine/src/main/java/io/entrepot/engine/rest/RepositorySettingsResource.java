package io.entrepot.engine.rest;

import io.entrepot.engine.admin.RepositoryAdmin;
import io.entrepot.spi.http.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;

/** How all repositories are set. */
@Path("v1/repositorySettings")
@Produces(MediaType.APPLICATION_JSON)
public final class RepositorySettingsResource {

  private final RepositoryAdmin repositories;
  private final RepositoryAnswers answers;

  RepositorySettingsResource(RepositoryAdmin repositories, RepositoryAnswers answers) {
    this.repositories = repositories;
    this.answers = answers;
  }

  /** Those that the caller administers. */
  @GET
  @Everybody(because = "it shows each caller what that one administers, and refuses the others")
  public List<Map<String, Object>> list(@Context ContainerRequestContext request)
      throws ProblemException {
    Caller caller = Caller.of(request);
    List<Map<String, Object>> administered =
        repositories.list().stream()
            .filter(view -> caller.administers(view.definition(), "read"))
            .map(view -> answers.full(view, request.getUriInfo()))
            .toList();
    if (administered.isEmpty() && !caller.access().administers("repositories", "read")) {
      throw caller.refusal();
    }
    return administered;
  }
}
