package io.entrepot.engine.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.Rule;
import org.junit.Test;

public final class RoutingResourcesTest {

  private static final String RULE =
      "{\"name\":\"public\",\"description\":\"d\",\"mode\":\"BLOCK\",\"matchers\":[\"/secret/.*\"]}";

  @Rule public final RestServer server = new RestServer();

  @Test
  public void shouldMakeShowChangeAndRemoveARule() throws Exception {
    assertThat(server.send("admin", "POST", "routing-rules", RULE).status()).isEqualTo(204);
    JsonNode shown = server.get("admin", "routing-rules/public").json();
    assertThat(shown.toString())
        .isEqualTo(
            "{\"name\":\"public\",\"description\":\"d\",\"mode\":\"BLOCK\","
                + "\"matchers\":[\"/secret/.*\"]}");
    assertThat(server.get("admin", "routing-rules").json().at("/0")).isEqualTo(shown);

    String changed = "{\"name\":\"public\",\"mode\":\"allow\",\"matchers\":[\"/a\"]}";
    assertThat(server.send("admin", "PUT", "routing-rules/public", changed).status())
        .isEqualTo(204);
    assertThat(server.get("admin", "routing-rules/public").json().at("/mode").asText())
        .isEqualTo("ALLOW");
    assertThat(server.send("admin", "DELETE", "routing-rules/public", "").status()).isEqualTo(204);
    assertThat(server.get("admin", "routing-rules/public").error())
        .isEqualTo("NOT_FOUND name: there is no routing rule 'public'");
  }

  @Test
  public void shouldSayWhatIsWrong() throws Exception {
    assertThat(server.send("admin", "POST", "routing-rules", RULE.replace("BLOCK", "DENY")).error())
        .isEqualTo("INVALID mode: mode: 'DENY' is neither ALLOW nor BLOCK");
    assertThat(server.send("admin", "PUT", "routing-rules/public", RULE).error())
        .isEqualTo("NOT_FOUND name: there is no routing rule 'public'");
  }

  @Test
  public void shouldSayWhoWouldServeAPath() throws Exception {
    String group = "{\"name\":\"all\",\"group\":{\"memberNames\":[\"plain-hosted\"]}}";
    assertThat(server.send("admin", "POST", "repositories/plain/group", group).status())
        .isEqualTo(201);

    JsonNode steps = server.get("admin", "repositories/all/route?path=/a/b").json();

    assertThat(steps.findValuesAsText("repository")).containsExactly("all", "plain-hosted");
    assertThat(steps.findValuesAsText("verdict")).containsExactly("asked", "asked");
    assertThat(server.get("admin", "repositories/all/route").error())
        .isEqualTo("INVALID path: path is missing");
  }
}
