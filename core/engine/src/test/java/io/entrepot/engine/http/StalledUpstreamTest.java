package io.entrepot.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.upstream.UpstreamHealth;
import io.entrepot.testkit.upstream.Answers;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;

/** R13: an upstream takes requests and says nothing. */
public final class StalledUpstreamTest {

  private static final int CLIENTS = 500;

  @Rule
  public final ProxiedEdge proxied =
      new ProxiedEdge(new EdgeServer().threads(24), Duration.ofSeconds(1))
          .with("httpClient.connection.timeout", "3")
          .with("httpClient.connection.retries", "0");

  @Test
  public void shouldServeWhatIsHereWhileUpstreamHangs() throws Exception {
    proxied
        .upstream
        .on("/old", Answers.file("old".getBytes(StandardCharsets.UTF_8)), Answers.hang())
        .on("*", Answers.hang());
    assertThat(get("/repository/files/old").body()).isEqualTo("old");
    proxied.edge.put("/repository/boxes/here", new byte[] {'h'});
    proxied.clock.advance(Duration.ofDays(2));

    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    List<CompletableFuture<HttpResponse<String>>> stalled = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      stalled.add(
          client.sendAsync(
              proxied.edge.admin("/repository/files/new/" + i).build(), BodyHandlers.ofString()));
    }
    long slowest = 0;
    for (int i = 0; i < 200; i++) {
      long before = System.nanoTime();
      assertThat(get("/repository/boxes/here").body()).isEqualTo("h");
      slowest = Math.max(slowest, System.nanoTime() - before);
    }
    assertThat(stalled.stream().filter(CompletableFuture::isDone).count())
        .as("the upstream still hangs")
        .isLessThan(CLIENTS);
    assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(2));

    HttpResponse<String> old = get("/repository/files/old");
    assertThat(old.body()).isEqualTo("old");
    assertThat(old.headers().firstValue("Cache-Status").orElse(""))
        .matches("Entrepot; hit; ttl=-\\d+; detail=UPSTREAM_\\w+");

    for (CompletableFuture<HttpResponse<String>> one : stalled) {
      assertThat(one.get(60, TimeUnit.SECONDS).statusCode()).isIn(503, 504);
    }
    assertThat(proxied.cache.health().state()).isEqualTo(UpstreamHealth.State.AUTO_BLOCKED);
    int asked = proxied.upstream.requests().size();
    assertThat(get("/repository/files/new/again").statusCode()).isEqualTo(503);
    assertThat(proxied.upstream.requests()).as("it is left alone").hasSize(asked);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return proxied.edge.send(proxied.edge.admin(path));
  }
}
