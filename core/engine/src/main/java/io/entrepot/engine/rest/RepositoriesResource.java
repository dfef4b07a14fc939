package io.entrepot.engine.rest;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.RepositoryAdmin;
import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.admin.RepositoryView;
import io.entrepot.spi.format.Recipe;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.http.ProblemException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Repositories of all formats, by the fields that the formats ask for. */
@Path("v1/repositories")
@Produces(MediaType.APPLICATION_JSON)
public final class RepositoriesResource {

  /** The fields of a body that are not settings. */
  private static final Set<String> NO_SETTINGS = Set.of("name", "format", "type", "url", "online");

  private final RepositoryAdmin repositories;
  private final RepositoryAnswers answers;

  RepositoriesResource(RepositoryAdmin repositories, RepositoryAnswers answers) {
    this.repositories = repositories;
    this.answers = answers;
  }

  /** The repositories that the caller may know of. */
  @GET
  @Everybody(because = "it shows each caller what that one may see")
  public List<Map<String, Object>> list(@Context ContainerRequestContext request)
      throws ProblemException {
    Caller caller = Caller.of(request);
    List<Map<String, Object>> seen =
        repositories.list().stream()
            .filter(view -> caller.sees(view.definition()))
            .map(view -> answers.brief(view, request.getUriInfo()))
            .toList();
    if (seen.isEmpty() && !caller.access().subject().authenticated()) {
      throw caller.refusal();
    }
    return seen;
  }

  /** One repository. Who may not know of it does not learn whether it exists. */
  @GET
  @Path("{name}")
  @Everybody(because = "it refuses those who may not see the repository")
  public Map<String, Object> find(
      @PathParam("name") String name, @Context ContainerRequestContext request)
      throws RefusedException, ProblemException {
    Caller caller = Caller.of(request);
    RepositoryView view =
        repositories.find(name).filter(found -> caller.sees(found.definition())).orElse(null);
    if (view != null) {
      return answers.brief(view, request.getUriInfo());
    }
    if (caller.access().administers("repositories", "read")) {
      throw absent(name);
    }
    throw caller.refusal();
  }

  /** Removes a repository with all it holds: 204. */
  @DELETE
  @Path("{name}")
  @AdministersRepository("delete")
  public void delete(@PathParam("name") String name) throws RefusedException, IOException {
    if (!repositories.delete(name)) {
      throw absent(name);
    }
  }

  /** Makes a repository: 201; it serves, on its connectors too. */
  @POST
  @Path("{format}/{type}")
  @Consumes(MediaType.APPLICATION_JSON)
  @AdministersRepository("create")
  public Response create(
      @PathParam("format") String format,
      @PathParam("type") String type,
      JsonBody body,
      @Context ContainerRequestContext request)
      throws RefusedException, IOException {
    RepositoryView made = repositories.create(definition(body.text("name"), format, type, body));
    return Response.created(
            request
                .getUriInfo()
                .getBaseUriBuilder()
                .path("v1/repositories")
                .path("{format}/{type}/{name}")
                .build(format, type, made.definition().name()))
        .build();
  }

  /** How a repository is set. */
  @GET
  @Path("{format}/{type}/{name}")
  @AdministersRepository("read")
  public Map<String, Object> settings(
      @PathParam("format") String format,
      @PathParam("type") String type,
      @PathParam("name") String name,
      @Context ContainerRequestContext request)
      throws RefusedException {
    return answers.full(existing(name, recipe(format, type)), request.getUriInfo());
  }

  /** Changes a repository: 204. A field that is not given has its default afterwards. */
  @PUT
  @Path("{format}/{type}/{name}")
  @Consumes(MediaType.APPLICATION_JSON)
  @AdministersRepository("update")
  public void update(
      @PathParam("format") String format,
      @PathParam("type") String type,
      @PathParam("name") String name,
      JsonBody body)
      throws RefusedException, IOException {
    existing(name, recipe(format, type));
    body.requireSame("name", name);
    repositories.update(definition(name, format, type, body));
  }

  private RepositoryView existing(String name, Recipe recipe) throws RefusedException {
    return repositories
        .find(name)
        .filter(view -> view.definition().recipe().equals(recipe))
        .orElseThrow(
            () ->
                new RefusedException(
                    Kind.NOT_FOUND, "name", "there is no " + recipe + " '" + name + "'"));
  }

  private static RepositoryDefinition definition(
      String name, String format, String type, JsonBody body) throws RefusedException {
    boolean online = body.optionalFlag("online").orElse(true);
    Map<String, Object> settings = body.values();
    settings.keySet().removeAll(NO_SETTINGS);
    return new RepositoryDefinition(name, recipe(format, type), online, settings);
  }

  private static Recipe recipe(String format, String type) throws RefusedException {
    RepositoryType found =
        Arrays.stream(RepositoryType.values())
            .filter(one -> one.label().equals(type))
            .findFirst()
            .orElseThrow(
                () ->
                    new RefusedException(
                        Kind.NOT_FOUND, "type", "'" + type + "' is not a type of repository"));
    return new Recipe(format, found);
  }

  private static RefusedException absent(String name) {
    return new RefusedException(Kind.NOT_FOUND, "name", "there is no repository '" + name + "'");
  }
}
