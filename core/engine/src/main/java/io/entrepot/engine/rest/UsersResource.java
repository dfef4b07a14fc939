package io.entrepot.engine.rest;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.UserAdmin;
import io.entrepot.engine.admin.UserAdmin.Status;
import io.entrepot.engine.admin.UserAdmin.User;
import io.entrepot.spi.http.ProblemException;
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
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The server's own users. */
@Path("v1/security/users")
@Produces(MediaType.APPLICATION_JSON)
public final class UsersResource {

  /**
   * A user, as clients read it.
   *
   * @param source where the user is kept: always {@link Sources#LOCAL}
   * @param externalRoles what another source gives: nothing
   */
  record UserAnswer(
      String userId,
      String firstName,
      String lastName,
      String emailAddress,
      String source,
      String status,
      boolean readOnly,
      Set<String> roles,
      Set<String> externalRoles) {

    static UserAnswer of(User user) {
      return new UserAnswer(
          user.id(),
          user.firstName(),
          user.lastName(),
          user.email(),
          Sources.LOCAL,
          user.status().name().toLowerCase(Locale.ROOT),
          false,
          new TreeSet<>(user.roles()),
          Set.of());
    }
  }

  private final UserAdmin users;

  UsersResource(UserAdmin users) {
    this.users = users;
  }

  /** Users, by id; those whose id has a text in it, if one is given. */
  @GET
  @Administers(domain = "users", action = "read")
  public List<UserAnswer> list(
      @QueryParam("userId") @DefaultValue("") String part,
      @QueryParam("source") @DefaultValue("") String source)
      throws RefusedException {
    Sources.require(source);
    return users.users().stream()
        .filter(user -> user.id().contains(part))
        .map(UserAnswer::of)
        .toList();
  }

  /** Adds a user: 200 with it. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Administers(domain = "users", action = "create")
  public UserAnswer create(JsonBody body) throws RefusedException, IOException {
    User user = user(body.text("userId"), body);
    users.create(user, body.text("password"));
    return UserAnswer.of(users.user(user.id()).orElse(user));
  }

  /** Changes a user: 204. */
  @PUT
  @Path("{userId}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Administers(domain = "users", action = "update")
  public void update(@PathParam("userId") String id, JsonBody body)
      throws RefusedException, IOException {
    requireExisting(id);
    body.requireSame("userId", id);
    Sources.require(body.optionalText("source").orElse(""));
    users.update(user(id, body));
  }

  /** Removes a user: 204. Nobody removes himself. */
  @DELETE
  @Path("{userId}")
  @Administers(domain = "users", action = "delete")
  public void delete(@PathParam("userId") String id, @Context ContainerRequestContext request)
      throws RefusedException, IOException {
    requireExisting(id);
    if (Caller.of(request).access().subject().name().equals(id)) {
      throw new RefusedException(
          Kind.FORBIDDEN, "userId", "user '" + id + "' cannot remove himself");
    }
    users.delete(id);
  }

  /** Sets a password: 204. Users may set their own, signed in by the old one. */
  @PUT
  @Path("{userId}/change-password")
  @Consumes(MediaType.TEXT_PLAIN)
  @Everybody(because = "it refuses all but the user and those who may change passwords")
  public void changePassword(
      @PathParam("userId") String id, String password, @Context ContainerRequestContext request)
      throws RefusedException, ProblemException, IOException {
    Caller caller = Caller.of(request);
    if (!caller.is(id) && !caller.access().administers("userschangepw", "update")) {
      throw caller.refusal();
    }
    requireExisting(id);
    users.password(id, password);
  }

  private void requireExisting(String id) throws RefusedException {
    if (users.user(id).isEmpty()) {
      throw new RefusedException(Kind.NOT_FOUND, "userId", "there is no user '" + id + "'");
    }
  }

  private static User user(String id, JsonBody body) throws RefusedException {
    return new User(
        id,
        body.text("firstName"),
        body.text("lastName"),
        body.text("emailAddress"),
        status(body.text("status")),
        body.texts("roles"));
  }

  private static Status status(String text) throws RefusedException {
    return Arrays.stream(Status.values())
        .filter(status -> status.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new RefusedException(
                    Kind.INVALID,
                    "status",
                    "status: '"
                        + text
                        + "' is not one of active, locked, disabled,"
                        + " changepassword"));
  }
}
