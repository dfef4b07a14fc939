package io.entrepot.engine.rest;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.UserAdmin;
import io.entrepot.engine.admin.UserAdmin.Role;
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
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Roles: privileges under a name. */
@Path("v1/security/roles")
@Produces(MediaType.APPLICATION_JSON)
public final class RolesResource {

  /**
   * A role, as clients read it.
   *
   * @param source where it is kept: always {@link Sources#LOCAL}
   */
  record RoleAnswer(
      String id,
      String source,
      String name,
      String description,
      boolean readOnly,
      Set<String> privileges,
      Set<String> roles) {

    static RoleAnswer of(Role role) {
      return new RoleAnswer(
          role.id(),
          Sources.LOCAL,
          role.name(),
          role.description(),
          role.readOnly(),
          new TreeSet<>(role.privileges()),
          new TreeSet<>(role.roles()));
    }
  }

  private final UserAdmin users;

  RolesResource(UserAdmin users) {
    this.users = users;
  }

  /** All roles, by id. */
  @GET
  @Administers(domain = "roles", action = "read")
  public List<RoleAnswer> list(@QueryParam("source") @DefaultValue("") String source)
      throws RefusedException {
    Sources.require(source);
    return users.roles().stream().map(RoleAnswer::of).toList();
  }

  /** One role. */
  @GET
  @Path("{id}")
  @Administers(domain = "roles", action = "read")
  public RoleAnswer find(
      @PathParam("id") String id, @QueryParam("source") @DefaultValue("") String source)
      throws RefusedException {
    Sources.require(source);
    return RoleAnswer.of(existing(id));
  }

  /** Adds a role: 200 with it. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Administers(domain = "roles", action = "create")
  public RoleAnswer create(JsonBody body) throws RefusedException, IOException {
    Role role = role(body.text("id"), body);
    users.create(role);
    return RoleAnswer.of(users.role(role.id()).orElse(role));
  }

  /** Changes a role: 204. */
  @PUT
  @Path("{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Administers(domain = "roles", action = "update")
  public void update(@PathParam("id") String id, JsonBody body)
      throws RefusedException, IOException {
    existing(id);
    body.requireSame("id", id);
    users.update(role(id, body));
  }

  /** Removes a role: 204. */
  @DELETE
  @Path("{id}")
  @Administers(domain = "roles", action = "delete")
  public void delete(@PathParam("id") String id) throws RefusedException, IOException {
    existing(id);
    users.deleteRole(id);
  }

  private Role existing(String id) throws RefusedException {
    return users
        .role(id)
        .orElseThrow(
            () -> new RefusedException(Kind.NOT_FOUND, "id", "there is no role '" + id + "'"));
  }

  private static Role role(String id, JsonBody body) throws RefusedException {
    return new Role(
        id,
        body.text("name"),
        body.optionalText("description").orElse(""),
        body.texts("privileges"),
        body.texts("roles"),
        false);
  }
}
