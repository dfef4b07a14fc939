package io.entrepot.engine.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entrepot.engine.admin.CleanupPolicy;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.Rule;
import org.junit.Test;

public final class CleanupResourcesTest {

  private static final String FULL =
      "{\"name\":\"old\",\"format\":\"plain\",\"notes\":\"n\",\"criteriaLastBlobUpdated\":30,"
          + "\"criteriaLastDownloaded\":10,\"criteriaReleaseType\":\"PRERELEASES\","
          + "\"criteriaAssetRegex\":\".*jar\",\"retain\":3,\"sortBy\":\"date\"}";

  @Rule public final RestServer server = new RestServer();

  @Test
  public void shouldMakeShowChangeAndRemoveAPolicy() throws Exception {
    RestServer.Answer made = server.send("admin", "POST", "cleanup-policies", FULL);
    assertThat(made.status()).isEqualTo(200);
    assertThat(server.cleanup.kept.get("old"))
        .isEqualTo(
            new CleanupPolicy(
                "old",
                "plain",
                "n",
                OptionalInt.of(30),
                OptionalInt.of(10),
                Optional.of(CleanupPolicy.ReleaseType.PRERELEASES),
                Optional.of(".*jar"),
                OptionalInt.of(3),
                CleanupPolicy.SortBy.DATE));
    JsonNode shown = server.get("admin", "cleanup-policies/old").json();
    assertThat(shown).isEqualTo(made.json());
    assertThat(shown.at("/criteriaLastBlobUpdated").asInt()).isEqualTo(30);
    assertThat(shown.at("/sortBy").asText()).isEqualTo("date");
    assertThat(shown.at("/inUseCount").asInt()).isEqualTo(1);
    assertThat(shown.at("/repositories/0").asText()).isEqualTo("plain-hosted");
    assertThat(server.get("admin", "/internal/cleanup-policies?format=plain").json().at("/0"))
        .isEqualTo(shown);
    assertThat(server.get("admin", "cleanup-policies?format=box").json()).isEmpty();

    String changed = "{\"format\":\"ALL_FORMATS\",\"retain\":5}";
    assertThat(server.send("admin", "PUT", "cleanup-policies/old", changed).status())
        .isEqualTo(200);
    assertThat(server.cleanup.kept.get("old").format()).isEqualTo("*");
    assertThat(server.cleanup.kept.get("old").lastBlobUpdated()).isEmpty();
    assertThat(server.send("admin", "DELETE", "cleanup-policies/old", "").status()).isEqualTo(204);
    assertThat(server.get("admin", "cleanup-policies/old").error())
        .isEqualTo("NOT_FOUND name: there is no cleanup policy 'old'");
  }

  @Test
  public void shouldSayWhatIsWrong() throws Exception {
    assertThat(refusal("{\"name\":\"x\"}")).isEqualTo("INVALID format: format is missing");
    assertThat(refusal("{\"name\":\"x\",\"format\":\"*\",\"criteriaReleaseType\":\"ALL\"}"))
        .endsWith("criteriaReleaseType: 'ALL' is not one of RELEASES, PRERELEASES");
    assertThat(refusal("{\"name\":\"x\",\"format\":\"*\",\"retain\":\"3\"}"))
        .endsWith("retain: \"3\" is not a whole number");
  }

  @Test
  public void shouldPreview() throws Exception {
    JsonNode preview =
        server.get("admin", "cleanup/preview?repository=plain-hosted&policy=old").json();
    assertThat(preview.at("/componentCount").asInt()).isEqualTo(7);
    assertThat(preview.at("/matchingCount").asInt()).isEqualTo(1);
    assertThat(preview.at("/items/0/version").asText()).isEqualTo("1.0-rc1");
    assertThat(preview.at("/items/0/policy").asText()).isEqualTo("old");
    assertThat(preview.at("/items/0/reasons/0").asText()).isEqualTo("a pre-release");
    assertThat(preview.at("/items/0/lastDownloaded").isNull()).isTrue();
    assertThat(server.get("admin", "cleanup/preview").error())
        .isEqualTo("INVALID repository: repository is missing");
  }

  private String refusal(String body) throws Exception {
    return server.send("admin", "POST", "cleanup-policies", body).error();
  }
}
