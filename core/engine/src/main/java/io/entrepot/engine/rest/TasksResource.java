package io.entrepot.engine.rest;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.TaskAdmin;
import io.entrepot.engine.admin.TaskTypeView;
import io.entrepot.engine.admin.TaskView;
import io.entrepot.spi.http.Problem;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tasks: what the server does beside its requests. */
@Path("v1/tasks")
@Produces(MediaType.APPLICATION_JSON)
public final class TasksResource {

  private final TaskAdmin tasks;

  TasksResource(TaskAdmin tasks) {
    this.tasks = tasks;
  }

  /** All tasks by id, or those of a type, on one page. */
  @GET
  @Administers(domain = "tasks", action = "read")
  public Map<String, Object> list(@QueryParam("type") @DefaultValue("") String type) {
    return TaskAnswers.page(
        tasks.list().stream()
            .filter(task -> type.isEmpty() || task.definition().type().equals(type))
            .map(TaskAnswers::task)
            .toList(),
        Optional.empty());
  }

  /** Makes a task: 201 with it. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Administers(domain = "tasks", action = "create")
  public Response create(JsonBody body) throws RefusedException, IOException {
    TaskView made = tasks.create(TaskBodies.definition(body, Optional.empty()));
    return Response.status(Response.Status.CREATED).entity(TaskAnswers.task(made)).build();
  }

  /** The types that tasks can be made of, as bodies to begin with. */
  @GET
  @Path("templates")
  @Administers(domain = "tasks", action = "read")
  public List<Map<String, Object>> templates() {
    return tasks.types().stream().map(TaskAnswers::template).toList();
  }

  /** One type. */
  @GET
  @Path("templates/{typeId}")
  @Administers(domain = "tasks", action = "read")
  public Map<String, Object> template(@PathParam("typeId") String id) throws RefusedException {
    TaskTypeView type =
        tasks.types().stream()
            .filter(each -> each.id().equals(id))
            .findFirst()
            .orElseThrow(() -> missing("there is no type of task '" + id + "'"));
    return TaskAnswers.template(type);
  }

  /** One task. */
  @GET
  @Path("{id}")
  @Administers(domain = "tasks", action = "read")
  public Map<String, Object> find(@PathParam("id") String id) throws RefusedException {
    return TaskAnswers.task(existing(id));
  }

  /** Its last runs, the latest first. */
  @GET
  @Path("{id}/runs")
  @Administers(domain = "tasks", action = "read")
  public List<Map<String, Object>> runs(@PathParam("id") String id)
      throws RefusedException, IOException {
    existing(id);
    return tasks.history(id).stream().map(TaskAnswers::run).toList();
  }

  /** Changes a task: 204. */
  @PUT
  @Path("{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Administers(domain = "tasks", action = "update")
  public void update(@PathParam("id") String id, JsonBody body)
      throws RefusedException, IOException {
    String type = existing(id).definition().type();
    tasks.update(id, TaskBodies.definition(body, Optional.of(type)));
  }

  /** Removes a task that does not run: 204. */
  @DELETE
  @Path("{id}")
  @Administers(domain = "tasks", action = "delete")
  public void delete(@PathParam("id") String id) throws RefusedException, IOException {
    tasks.delete(id);
  }

  /** Lets it run: 204 at once; 405 if it is disabled. */
  @POST
  @Path("{id}/run")
  @Administers(domain = "tasks", action = "run")
  public void run(@PathParam("id") String id) throws RefusedException, IOException {
    try {
      tasks.run(id);
    } catch (RefusedException e) {
      if (e.kind() == Kind.FORBIDDEN) {
        throw new Problem(405, "DISABLED", e.getMessage()).asException();
      }
      throw e;
    }
  }

  /** Asks it to stop: 204 at once; 409 if it does not run. */
  @POST
  @Path("{id}/stop")
  @Administers(domain = "tasks", action = "run")
  public void stop(@PathParam("id") String id) throws RefusedException {
    tasks.stop(id);
  }

  private TaskView existing(String id) throws RefusedException {
    return tasks.find(id).orElseThrow(() -> missing("there is no task '" + id + "'"));
  }

  private static RefusedException missing(String message) {
    return new RefusedException(Kind.NOT_FOUND, "id", message);
  }
}
