package io.entrepot.engine.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entrepot.engine.admin.BlobStory;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.Retention;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;

public final class RemovedAndBlobsResourceTest {

  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
  private static final String DIGEST = "sha256:" + "ab".repeat(32);

  @Rule public final RestServer server = new RestServer();

  @Test
  public void shouldListAndRestoreWhatWasRemoved() throws Exception {
    assertThat(server.send("admin", "DELETE", "repositories/plain-hosted", "").status())
        .isEqualTo(204);
    JsonNode removed = server.get("admin", "removed-repositories").json();
    assertThat(removed.at("/undoDays").asInt()).isEqualTo(7);
    assertThat(removed.at("/items/0/name").asText()).isEqualTo("plain-hosted");
    String id = removed.at("/items/0/id").asText();

    RestServer.Answer back =
        server.send("admin", "POST", "removed-repositories/" + id + "/restore", "");

    assertThat(back.status()).isEqualTo(200);
    assertThat(back.json().at("/name").asText()).isEqualTo("plain-hosted");
    assertThat(server.get("admin", "repositories/plain-hosted").status()).isEqualTo(200);
    assertThat(server.get("admin", "removed-repositories").json().at("/items")).isEmpty();
    assertThat(server.send("admin", "POST", "removed-repositories/" + id + "/restore", "").error())
        .isEqualTo(
            "NOT_FOUND id: no repository that was removed as number " + id + " can be restored");
  }

  @Test
  public void shouldGiveUpWhatWasRemoved() throws Exception {
    server.send("admin", "DELETE", "repositories/plain-hosted", "");
    String id = server.get("admin", "removed-repositories").json().at("/items/0/id").asText();

    assertThat(server.send("admin", "DELETE", "removed-repositories/" + id, "").status())
        .isEqualTo(204);
    assertThat(server.get("admin", "removed-repositories").json().at("/items")).isEmpty();
    assertThat(server.send("admin", "DELETE", "removed-repositories/x", "").error())
        .isEqualTo("NOT_FOUND id: 'x' is not the number of a removed repository");
  }

  @Test
  public void shouldSayWhyABlobIsKept() throws Exception {
    server.stories =
        List.of(
            new BlobStory(
                "default",
                "ab.1",
                5,
                TIME,
                1,
                Optional.empty(),
                Optional.empty(),
                List.of(
                    new BlobStory.Holder(
                        "images",
                        BlobStory.State.SERVED,
                        AssetPath.of("app/layer"),
                        Retention.WHILE_NEEDED,
                        List.of(AssetPath.of("app/manifest")),
                        Optional.empty(),
                        Optional.empty()))),
            new BlobStory(
                "fast",
                "ab.2",
                5,
                TIME,
                0,
                Optional.of(TIME),
                Optional.of(TIME.plusSeconds(3600)),
                List.of()));

    JsonNode answer = server.get("admin", "blobs/" + DIGEST).json();

    assertThat(answer.at("/copies/0/summary").asText()).isEqualTo("one asset has it");
    assertThat(answer.at("/copies/0/holders/0/reason").asText())
        .isEqualTo("needed by app/manifest");
    assertThat(answer.at("/copies/1/summary").asText())
        .isEqualTo(
            "garbage: nothing has it, and a collection after 2026-01-02T04:04:05Z removes it");
  }

  @Test
  public void shouldRefuseWhatIsNoDigestOrUnknown() throws Exception {
    assertThat(server.get("admin", "blobs/" + DIGEST).status()).isEqualTo(404);
    assertThat(server.get("admin", "blobs/none").status()).isEqualTo(400);
  }
}
