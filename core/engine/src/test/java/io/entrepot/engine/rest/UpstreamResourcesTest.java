package io.entrepot.engine.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public final class UpstreamResourcesTest {

  private static final String REMOTE =
      "{\"name\":\"remote\",\"proxy\":{\"remoteUrl\":\"https://files.example.org/\"}}";

  @Rule public final RestServer server = new RestServer();

  @Before
  public void create() throws Exception {
    server.engine.installMirror();
    server.send("admin", "POST", "repositories/mirror/proxy", REMOTE);
  }

  @Test
  public void shouldInvalidateCaches() throws Exception {
    assertThat(post("remote/invalidate-cache").status()).isEqualTo(204);
    assertThat(server.engine.caches()).contains("invalidate remote");
    assertThat(post("plain-hosted/invalidate-cache").status()).isEqualTo(400);
    assertThat(post("none/invalidate-cache").status()).isEqualTo(404);
  }

  @Test
  public void shouldShowAndBlockUpstreams() throws Exception {
    RestServer.Answer shown = server.get("admin", "repositories/remote/upstream");
    assertThat(shown.json().at("/url").asText()).isEqualTo("https://files.example.org/");
    assertThat(shown.json().at("/state").asText()).isEqualTo("AVAILABLE");
    assertThat(shown.json().at("/until").isMissingNode()).isTrue();
    assertThat(server.get("admin", "repositories/plain-hosted/upstream").status()).isEqualTo(400);

    assertThat(post("remote/upstream/block").status()).isEqualTo(204);
    assertThat(blocked()).isTrue();
    assertThat(post("remote/upstream/unblock").status()).isEqualTo(204);
    assertThat(blocked()).isFalse();
    assertThat(post("none/upstream/block").status()).isEqualTo(404);
  }

  private boolean blocked() throws Exception {
    return server
        .get("admin", "repositories/mirror/proxy/remote")
        .json()
        .at("/httpClient/blocked")
        .asBoolean();
  }

  private RestServer.Answer post(String path) throws Exception {
    return server.send("admin", "POST", "repositories/" + path, "");
  }
}
