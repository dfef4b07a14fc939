package io.entrepot.engine.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.Rule;
import org.junit.Test;

public final class SecurityResourcesTest {

  private static final String JANE =
      "{\"userId\":\"jane\",\"firstName\":\"Jane\",\"lastName\":\"Doe\","
          + "\"emailAddress\":\"jane@example.org\",\"status\":\"active\",\"roles\":[\"nx-admin\"],"
          + "\"password\":\"secret\",\"admin\":true}";

  @Rule public final RestServer server = new RestServer();

  @Test
  public void shouldCreateListChangeAndDeleteUsers() throws Exception {
    JsonNode made = server.send("admin", "POST", "security/users", JANE).json();
    assertThat(made.at("/userId").asText()).isEqualTo("jane");
    assertThat(made.at("/source").asText()).isEqualTo("default");
    assertThat(made.at("/status").asText()).isEqualTo("active");
    assertThat(made.has("password")).isFalse();
    assertThat(server.users.passwords).containsEntry("jane", "secret");
    assertThat(server.get("admin", "security/users?userId=jan&source=default").json()).hasSize(1);
    assertThat(server.get("admin", "security/users?source=LDAP").error())
        .isEqualTo("INVALID source: source: 'LDAP' is not known, only 'default' is");

    String changed =
        JANE.replace("active", "disabled").replace("\"roles\":[\"nx-admin\"]", "\"roles\":[]");
    assertThat(server.send("admin", "PUT", "security/users/jane", changed).status()).isEqualTo(204);
    JsonNode jane = server.get("admin", "security/users?userId=jane").json().get(0);
    assertThat(jane.at("/status").asText()).isEqualTo("disabled");
    assertThat(jane.at("/roles")).isEmpty();
    assertThat(server.users.passwords).containsEntry("jane", "secret");

    assertThat(server.send("admin", "DELETE", "security/users/jane", "").status()).isEqualTo(204);
    assertThat(server.send("admin", "DELETE", "security/users/jane", "").error())
        .isEqualTo("NOT_FOUND userId: there is no user 'jane'");
  }

  @Test
  public void shouldNameWhatIsWrongWithAUser() throws Exception {
    server.send("admin", "POST", "security/users", JANE);
    refused("POST", "security/users", JANE, "CONFLICT userId: there is a user 'jane' already");
    refused(
        "POST", "security/users", "{\"userId\":\"x\"}", "INVALID firstName: firstName is missing");
    refused(
        "POST",
        "security/users",
        JANE.replace("active", "asleep"),
        "INVALID status: status: 'asleep' is not one of active, locked, disabled, changepassword");
    refused(
        "POST",
        "security/users",
        JANE.replace("[\"nx-admin\"]", "\"nx-admin\""),
        "INVALID roles: roles: \"nx-admin\" is not a text in a list");
    refused(
        "PUT",
        "security/users/reader",
        JANE,
        "INVALID userId: userId: 'jane' is not 'reader', as the path says");
    refused(
        "DELETE",
        "security/users/admin",
        "",
        "FORBIDDEN userId: user 'admin' cannot remove himself");
  }

  @Test
  public void shouldLetUsersChangeTheirOwnPasswordAlone() throws Exception {
    assertThat(password("stranger", "stranger", "better").status()).isEqualTo(204);
    assertThat(server.users.passwords).containsEntry("stranger", "better");
    assertThat(password("reader", "admin", "mine").status()).isEqualTo(403);
    assertThat(password("", "admin", "mine").status()).isEqualTo(401);
    assertThat(password("admin", "reader", "set").status()).isEqualTo(204);
    assertThat(password("admin", "none", "set").status()).isEqualTo(404);
    assertThat(password("admin", "admin", "").error())
        .isEqualTo("INVALID password: the password is empty");
    assertThat(server.users.passwords).containsEntry("admin", "admin");
  }

  @Test
  public void shouldNotTakeATokenForAPassword() throws Exception {
    RestServer.Answer answer =
        server.send(
            "",
            server
                .request("PUT", "security/users/admin/change-password", "")
                .method("PUT", BodyPublishers.ofString("mine"))
                .header("Content-Type", "text/plain")
                .header("Authorization", "Bearer token"));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(server.users.passwords).containsEntry("admin", "admin");
  }

  @Test
  public void shouldCreateListChangeAndDeleteRoles() throws Exception {
    String role =
        "{\"id\":\"pullers\",\"name\":\"Pullers\",\"description\":\"May pull\","
            + "\"privileges\":[\"nx-repository-view-*-*-read\"],\"roles\":[]}";
    assertThat(server.send("admin", "POST", "security/roles", role).json().at("/readOnly"))
        .hasToString("false");
    JsonNode found = server.get("admin", "security/roles/pullers").json();
    assertThat(found.at("/name").asText()).isEqualTo("Pullers");
    assertThat(found.at("/privileges/0").asText()).isEqualTo("nx-repository-view-*-*-read");
    assertThat(server.get("admin", "security/roles?source=default").json()).hasSize(2);
    assertThat(
            server
                .send("admin", "PUT", "security/roles/pullers", role.replace("May", "Can"))
                .status())
        .isEqualTo(204);
    assertThat(server.get("admin", "security/roles/pullers").json().at("/description").asText())
        .isEqualTo("Can pull");
    assertThat(server.send("admin", "DELETE", "security/roles/pullers", "").status())
        .isEqualTo(204);
    assertThat(server.get("admin", "security/roles/pullers").status()).isEqualTo(404);
    refused("DELETE", "security/roles/nx-admin", "", "FORBIDDEN id: role 'nx-admin' is built in");
  }

  @Test
  public void shouldTurnAnonymousAccessOnAndOff() throws Exception {
    assertThat(server.get("admin", "security/anonymous").json().at("/enabled").asBoolean(true))
        .isFalse();
    String on =
        "{\"enabled\":true,\"userId\":\"anonymous\",\"realmName\":\"NexusAuthorizingRealm\"}";
    JsonNode answer = server.send("admin", "PUT", "security/anonymous", on).json();
    assertThat(answer.at("/enabled").asBoolean()).isTrue();
    assertThat(answer.at("/userId").asText()).isEqualTo("anonymous");
    assertThat(server.users.anonymousAccess()).isTrue();
    refused("PUT", "security/anonymous", "{}", "INVALID enabled: enabled is missing");
    refused(
        "PUT",
        "security/anonymous",
        on.replace("\"anonymous\"", "\"admin\""),
        "INVALID userId: userId: 'admin' cannot stand for those without credentials, only"
            + " 'anonymous' can");
  }

  @Test
  public void shouldListThePrivilegesOfFormatsAndRepositories() throws Exception {
    assertThat(server.get("admin", "security/privileges").json().findValuesAsText("name"))
        .contains(
            "nx-all",
            "nx-users-read",
            "nx-repository-view-plain-*-read",
            "nx-repository-view-plain-plain-hosted-add",
            "nx-repository-admin-plain-plain-hosted-*")
        .doesNotHaveDuplicates();
    assertThat(
            server
                .get("admin", "security/privileges/nx-repository-view-plain-*-read")
                .json()
                .at("/type")
                .asText())
        .isEqualTo("repository-view");
    assertThat(server.get("admin", "security/privileges/none").status()).isEqualTo(404);
  }

  private RestServer.Answer password(String caller, String user, String password) throws Exception {
    return server.send(
        caller,
        server
            .request("PUT", "security/users/" + user + "/change-password", "")
            .method("PUT", BodyPublishers.ofString(password))
            .header("Content-Type", "text/plain"));
  }

  private void refused(String method, String path, String body, String error) throws Exception {
    assertThat(server.send("admin", method, path, body).error()).isEqualTo(error);
  }
}
