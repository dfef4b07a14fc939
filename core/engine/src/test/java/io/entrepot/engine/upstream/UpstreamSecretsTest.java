package io.entrepot.engine.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.testkit.TestSettings;
import io.entrepot.testkit.upstream.Answers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Secrets of upstreams go in by every way they have; none may come out but to the upstream. */
public final class UpstreamSecretsTest {

  private static final String CANARY = "CANARY-";

  @Rule public final UpstreamFixture fixture = new UpstreamFixture();
  private final PrintStream before = System.err;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  // slf4j-simple writes to whatever System.err is at that time.
  @Before
  public void capture() {
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
  }

  @After
  public void release() {
    System.setErr(before);
  }

  @Test
  public void shouldTellNoSecret() throws Exception {
    String realm = fixture.server.url() + "/token";
    fixture
        .server
        .on("/token", Answers.token(CANARY + "token", 60), Answers.token(CANARY + "a b", 60))
        .on("/wanted", Answers.bearer(realm, "it", "a", "other", Answers.status(200)))
        .on("/again", Answers.bearer(realm, "it", "b", "other", Answers.status(200)))
        .on("/error", Answers.status(500))
        .on("/reset", Answers.reset())
        .on("/away", Answers.redirect(302, "http://10.0.0.1/?x=y"));
    TestSettings common = fixture.settings().with("httpClient.connection.retries", "0");
    List<TestSettings> all =
        List.of(
            common
                .with("httpClient.authentication.type", "username")
                .with("httpClient.authentication.username", "me")
                .with("httpClient.authentication.preemptive", "true")
                .with("httpClient.authentication.password", CANARY + "password"),
            common
                .with("httpClient.authentication.type", "bearerToken")
                .with("httpClient.authentication.bearerToken", CANARY + "fixed"));
    StringBuilder told = new StringBuilder();
    for (TestSettings settings : all) {
      try (Upstream upstream = fixture.open(settings)) {
        told.append(upstream).append(UpstreamSettings.of(settings));
        for (String path :
            List.of("wanted", "again", "error", "reset", "away", "missing", "reset", "error")) {
          told.append(outcome(upstream, path)).append('\n');
        }
        for (int i = 0; i < Breaker.FAILURES; i++) {
          told.append(outcome(upstream, "error"));
        }
        told.append(upstream.health());
      }
    }
    assertThat(told.toString()).contains("cannot be asked", "failed too often");
    assertThat(told.toString()).doesNotContain(CANARY);
    assertThat(log.toString(StandardCharsets.UTF_8))
        .contains("does not ask its upstream")
        .doesNotContain(CANARY);
    // They did go where they belong.
    assertThat(fixture.server.requests())
        .anyMatch(one -> one.header("Authorization").orElse("").contains(CANARY + "token"))
        .anyMatch(one -> one.header("Authorization").orElse("").contains(CANARY + "fixed"));
  }

  private static String outcome(Upstream upstream, String path) {
    return upstream
        .send(UpstreamFixture.get(path))
        .handle(
            (reply, problem) -> {
              if (problem != null) {
                return problem + " " + problem.getCause();
              }
              reply.close();
              return reply.status() + " " + reply.headers();
            })
        .toCompletableFuture()
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
  }
}
