package io.entrepot.engine.rest;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.UserAdmin;
import io.entrepot.spi.security.Subject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;

/** Whether those without credentials have any rights. */
@Path("v1/security/anonymous")
@Produces(MediaType.APPLICATION_JSON)
public final class AnonymousResource {

  /**
   * How it is.
   *
   * @param userId under which name they act
   * @param realmName the name that clients of Nexus Repository expect; it decides nothing here
   */
  record AnonymousAnswer(boolean enabled, String userId, String realmName) {}

  private static final String REALM = "NexusAuthorizingRealm";

  private final UserAdmin users;

  AnonymousResource(UserAdmin users) {
    this.users = users;
  }

  /** How it is. */
  @GET
  @Administers(domain = "settings", action = "read")
  public AnonymousAnswer find() {
    return new AnonymousAnswer(users.anonymousAccess(), Subject.ANONYMOUS, REALM);
  }

  /** Turns it on or off: 200 with how it is. */
  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Administers(domain = "settings", action = "update")
  public AnonymousAnswer update(JsonBody body) throws RefusedException, IOException {
    boolean enabled = body.flag("enabled");
    String user = body.optionalText("userId").orElse(Subject.ANONYMOUS);
    if (!user.equals(Subject.ANONYMOUS)) {
      throw new RefusedException(
          RefusedException.Kind.INVALID,
          "userId",
          "userId: '"
              + user
              + "' cannot stand for those without credentials, only 'anonymous'"
              + " can");
    }
    users.anonymousAccess(enabled);
    return find();
  }
}
