package io.entrepot.engine.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entrepot.engine.admin.Secret;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;

public final class RepositoriesResourceTest {

  private static final String IMAGES =
      "{\"name\":\"images\",\"online\":true,\"storage\":{\"blobStoreName\":\"default\","
          + "\"strictContentTypeValidation\":true,\"writePolicy\":\"allow_once\"},"
          + "\"cleanup\":{\"policyNames\":[\"weekly\"]},\"component\":null,"
          + "\"plain\":{\"flag\":false,\"number\":9},"
          + "\"connector\":{\"httpPort\":null,\"httpsPort\":5443}}";

  @Rule public final RestServer server = new RestServer();

  @Test
  public void shouldCreateShowChangeAndDelete() throws Exception {
    assertThat(create(IMAGES).status()).isEqualTo(201);

    JsonNode full = server.get("admin", "repositories/plain/hosted/images").json();
    assertThat(full.at("/name").asText()).isEqualTo("images");
    assertThat(full.at("/format").asText()).isEqualTo("plain");
    assertThat(full.at("/type").asText()).isEqualTo("hosted");
    assertThat(full.at("/url").asText()).isEqualTo(server.origin() + "/repository/images");
    assertThat(full.at("/online").asBoolean()).isTrue();
    assertThat(full.at("/storage/blobStoreName").asText()).isEqualTo("default");
    assertThat(full.at("/storage/writePolicy").asText()).isEqualTo("allow_once");
    assertThat(full.at("/cleanup/policyNames/0").asText()).isEqualTo("weekly");
    assertThat(full.at("/plain/number").asInt()).isEqualTo(9);
    assertThat(full.at("/connector/httpsPort").asInt()).isEqualTo(5443);
    assertThat(full.at("/connector/httpPort").isMissingNode()).isTrue();

    RestServer.Answer changed =
        server.send(
            "admin",
            "PUT",
            "repositories/plain/hosted/images",
            "{\"name\":\"images\",\"online\":false,\"storage\":{\"blobStoreName\":\"default\"}}");
    assertThat(changed.status()).isEqualTo(204);
    JsonNode brief = server.get("admin", "repositories/images").json();
    assertThat(brief.at("/online").asBoolean(true)).isFalse();
    assertThat(brief.at("/problem").asText()).isEqualTo("repository 'images' is offline");
    assertThat(brief.at("/assetCount").asLong()).isEqualTo(3);
    assertThat(brief.at("/size").asLong()).isEqualTo(42);
    assertThat(brief.at("/attributes").isObject()).isTrue();

    assertThat(server.send("admin", "DELETE", "repositories/images", "").status()).isEqualTo(204);
    assertThat(server.send("admin", "DELETE", "repositories/images", "").error())
        .isEqualTo("NOT_FOUND name: there is no repository 'images'");
    assertThat(server.get("admin", "repositories/images").status()).isEqualTo(404);
  }

  @Test
  public void shouldNameTheFieldThatIsWrong() throws Exception {
    create(IMAGES);

    refused(IMAGES, 409, "CONFLICT name: there is a repository 'images' already");
    refused(
        "{\"name\":\"more\",\"connector\":{\"httpPort\":5443}}",
        409,
        "CONFLICT connector.httpPort: connector.httpPort: port 5443 is taken by repository"
            + " 'images'");
    refused(
        "{\"name\":\"more\",\"connector\":{\"httpsPort\":\"many\"}}",
        400,
        "INVALID connector.httpsPort: connector.httpsPort: 'many' is not a whole number");
    refused(
        "{\"name\":\"more\",\"storage\":{\"blobStoreName\":\"none\"}}",
        400,
        "INVALID storage.blobStoreName: storage.blobStoreName: 'none' is not a blob store");
    refused("{}", 400, "INVALID name: name is missing");
    refused("{\"name\":1}", 400, "INVALID name: name: 1 is not a text");
    refused(
        "{\"name\":\"more\",\"online\":\"perhaps\"}",
        400,
        "INVALID online: online: \"perhaps\" is neither true nor false");
  }

  @Test
  public void shouldShowNoSecretAndKeepThoseThatAreLeftOut() throws Exception {
    server.engine.installMirror();
    String proxies = "repositories/mirror/proxy";
    assertThat(server.send("admin", "POST", proxies, proxy(",\"password\":\"canary\"")).status())
        .isEqualTo(201);
    for (String path :
        List.of(proxies + "/remote", "repositorySettings", "repositories", "repositories/remote")) {
      assertThat(server.get("admin", path).response().body())
          .contains("remote")
          .doesNotContain("canary");
    }
    JsonNode shown = server.get("admin", proxies + "/remote").json();
    assertThat(shown.at("/httpClient/authentication/username").asText()).isEqualTo("me");
    assertThat(shown.at("/httpClient/authentication/password").isMissingNode()).isTrue();
    assertThat(password()).isEqualTo(new Secret("canary"));

    assertThat(server.send("admin", "PUT", proxies + "/remote", shown.toString()).status())
        .isEqualTo(204);
    assertThat(password()).isEqualTo(new Secret("canary"));

    String elsewhere = shown.toString().replace("files.example.org", "evil.example.org");
    assertThat(server.send("admin", "PUT", proxies + "/remote", elsewhere).error())
        .isEqualTo(
            "INVALID httpClient.authentication.password: httpClient.authentication.password is to"
                + " be given anew: proxy.remoteUrl leads to another server");
    String another = shown.toString().replace("\"me\"", "\"you\"");
    assertThat(server.send("admin", "PUT", proxies + "/remote", another).status()).isEqualTo(204);
    assertThat(password()).isNull();

    server.send("admin", "PUT", proxies + "/remote", proxy(",\"password\":\"other\""));
    assertThat(password()).isEqualTo(new Secret("other"));
    String without =
        "{\"name\":\"remote\",\"proxy\":{\"remoteUrl\":\"https://files.example.org/\"}}";
    server.send("admin", "PUT", proxies + "/remote", without);
    assertThat(password()).isNull();
  }

  private static String proxy(String password) {
    return "{\"name\":\"remote\",\"proxy\":{\"remoteUrl\":\"https://files.example.org/\"},"
        + "\"httpClient\":{\"authentication\":{\"type\":\"username\",\"username\":\"me\""
        + password
        + "}}}";
  }

  private Object password() {
    return server
                    .engine
                    .admin()
                    .find("remote")
                    .orElseThrow()
                    .definition()
                    .settings()
                    .get("httpClient")
                instanceof Map<?, ?> client
            && client.get("authentication") instanceof Map<?, ?> authentication
        ? authentication.get("password")
        : null;
  }

  @Test
  public void shouldRefuseToRename() throws Exception {
    RestServer.Answer renamed =
        server.send(
            "admin", "PUT", "repositories/plain/hosted/plain-hosted", "{\"name\":\"other\"}");
    assertThat(renamed.status()).isEqualTo(400);
    assertThat(renamed.error())
        .isEqualTo("INVALID name: name: 'other' is not 'plain-hosted', as the path says");
  }

  @Test
  public void shouldNotKnowFormatsAndTypesThatAreNotThere() throws Exception {
    assertThat(server.send("admin", "POST", "repositories/none/hosted", IMAGES).error())
        .isEqualTo("NOT_FOUND format: the format 'none' is not installed");
    assertThat(server.send("admin", "POST", "repositories/plain/proxy", IMAGES).error())
        .isEqualTo("NOT_FOUND type: the format 'plain' has no proxy repositories");
    assertThat(server.send("admin", "POST", "repositories/plain/x", IMAGES).error())
        .isEqualTo("NOT_FOUND type: 'x' is not a type of repository");
    assertThat(server.get("admin", "repositories/none/hosted/plain-hosted").status())
        .isEqualTo(404);
    assertThat(server.send("admin", "PUT", "repositories/plain/hosted/none", "{}").status())
        .isEqualTo(404);
  }

  @Test
  public void shouldShowRepositoriesOfAMissingFormatWithTheirProblem() throws Exception {
    server.engine.uninstall();

    String problem = "repository 'plain-hosted' needs the format 'plain', which is not installed";
    JsonNode list = server.get("admin", "repositories").json();
    assertThat(list.at("/0/problem").asText()).isEqualTo(problem);
    assertThat(list.at("/0/format").asText()).isEqualTo("plain");
    assertThat(server.get("admin", "repositories/plain/hosted/plain-hosted").json().at("/problem"))
        .hasToString('"' + problem + '"');
  }

  @Test
  public void shouldShowEachCallerWhatThatOneMaySee() throws Exception {
    assertThat(server.get("reader", "repositories").json()).hasSize(1);
    assertThat(server.get("stranger", "repositories").json()).isEmpty();
    assertThat(server.get("", "repositories").status()).isEqualTo(401);
    assertThat(server.get("reader", "repositories/plain-hosted").status()).isEqualTo(200);
    assertThat(server.get("reader", "repositories/none").status()).isEqualTo(403);
    assertThat(server.get("stranger", "repositories/plain-hosted").status()).isEqualTo(403);
    assertThat(server.get("reader", "repositorySettings").status()).isEqualTo(403);
    assertThat(server.get("admin", "repositorySettings").json().at("/0/storage/blobStoreName"))
        .hasToString("\"default\"");

    server.users.anonymousAccess(true);
    assertThat(server.get("", "repositories").json()).hasSize(1);
  }

  private RestServer.Answer create(String body) throws Exception {
    return server.send("admin", "POST", "repositories/plain/hosted", body);
  }

  private void refused(String body, int status, String error) throws Exception {
    RestServer.Answer answer = create(body);
    assertThat(answer.error()).isEqualTo(error);
    assertThat(answer.status()).isEqualTo(status);
  }
}
