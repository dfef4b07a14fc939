package io.entrepot.engine.rest;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.RepositoryAdmin;
import io.entrepot.engine.admin.UserAdmin;
import io.entrepot.spi.security.Action;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The privileges of which roles are made. All of them are built in. */
@Path("v1/security/privileges")
@Produces(MediaType.APPLICATION_JSON)
public final class PrivilegesResource {

  /**
   * A privilege, as clients read it.
   *
   * @param type {@code repository-view} or {@code repository-admin} where it is about repositories,
   *     {@code wildcard} for everything, {@code application} for the rest
   */
  record PrivilegeAnswer(String type, String name, String description, boolean readOnly) {

    static PrivilegeAnswer of(String name) {
      return new PrivilegeAnswer(type(name), name, "Built in", true);
    }

    private static String type(String name) {
      if (name.startsWith("nx-repository-view-")) {
        return "repository-view";
      }
      if (name.startsWith("nx-repository-admin-")) {
        return "repository-admin";
      }
      return name.equals("nx-all") ? "wildcard" : "application";
    }
  }

  private final UserAdmin users;
  private final RepositoryAdmin repositories;

  PrivilegesResource(UserAdmin users, RepositoryAdmin repositories) {
    this.users = users;
    this.repositories = repositories;
  }

  /** All there are, by name: those of the server, and those of its formats and repositories. */
  @GET
  @Administers(domain = "privileges", action = "read")
  public List<PrivilegeAnswer> list() {
    List<String> names = new ArrayList<>(users.privileges());
    repositories.formats().forEach(format -> names.addAll(both(format.name() + "-*")));
    repositories.list().stream()
        .map(view -> view.definition())
        .forEach(
            definition ->
                names.addAll(both(definition.recipe().format() + "-" + definition.name())));
    return names.stream()
        .distinct()
        .map(PrivilegeAnswer::of)
        .sorted(Comparator.comparing(PrivilegeAnswer::name))
        .toList();
  }

  /** One privilege. */
  @GET
  @Path("{privilegeName}")
  @Administers(domain = "privileges", action = "read")
  public PrivilegeAnswer find(@PathParam("privilegeName") String name) throws RefusedException {
    return list().stream()
        .filter(privilege -> privilege.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new RefusedException(
                    Kind.NOT_FOUND, "privilegeName", "there is no privilege '" + name + "'"));
  }

  private static List<String> both(String what) {
    return Stream.of("nx-repository-view-", "nx-repository-admin-")
        .flatMap(
            prefix ->
                Stream.concat(Arrays.stream(Action.values()).map(Action::label), Stream.of("*"))
                    .map(action -> prefix + what + "-" + action))
        .toList();
  }
}
