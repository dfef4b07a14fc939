package io.entrepot.engine.rest;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.RemovedRepositoryAdmin;
import io.entrepot.engine.admin.RemovedRepositoryView;
import io.entrepot.engine.admin.RepositoryView;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Repositories that were removed and can still be restored. */
@Path("v1/removed-repositories")
@Produces(MediaType.APPLICATION_JSON)
public final class RemovedRepositoriesResource {

  private final RemovedRepositoryAdmin removed;
  private final RepositoryAnswers answers;

  RemovedRepositoriesResource(RemovedRepositoryAdmin removed, RepositoryAnswers answers) {
    this.removed = removed;
    this.answers = answers;
  }

  /** All of them, the last removed first, and for how many days one can be restored. */
  @GET
  @Administers(domain = "repositories", action = "read")
  public Map<String, Object> list() throws IOException {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("undoDays", removed.window().toDays());
    answer.put("items", removed.list().stream().map(RemovedRepositoriesResource::item).toList());
    return answer;
  }

  /** Serves one again as it was: 200 with the repository. */
  @POST
  @Path("{id}/restore")
  @Administers(domain = "repositories", action = "create")
  public Map<String, Object> restore(
      @PathParam("id") String id, @Context ContainerRequestContext request)
      throws RefusedException, IOException {
    RepositoryView restored = removed.restore(number(id));
    return answers.brief(restored, request.getUriInfo());
  }

  /** Gives one up before its time: 204. Its bytes go with the next collection. */
  @DELETE
  @Path("{id}")
  @Administers(domain = "repositories", action = "delete")
  public void forget(@PathParam("id") String id) throws RefusedException, IOException {
    removed.forget(number(id));
  }

  private static Map<String, Object> item(RemovedRepositoryView view) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("id", view.id());
    item.put("name", view.definition().name());
    item.put("format", view.definition().recipe().format());
    item.put("type", view.definition().recipe().type().label());
    item.put("assets", view.assets());
    item.put("size", view.size());
    item.put("removed", view.removed().toString());
    item.put("restorableUntil", view.until().toString());
    return item;
  }

  private static long number(String id) throws RefusedException {
    if (!id.matches("[0-9]{1,18}")) {
      throw new RefusedException(
          Kind.NOT_FOUND, "id", "'" + id + "' is not the number of a removed repository");
    }
    return Long.parseLong(id);
  }
}
