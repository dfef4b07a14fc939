package io.entrepot.engine.upstream;

import static io.entrepot.engine.upstream.UpstreamFixture.ask;
import static io.entrepot.engine.upstream.UpstreamFixture.get;
import static io.entrepot.engine.upstream.UpstreamFixture.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.Outbound;
import io.entrepot.spi.http.Problem;
import io.entrepot.testkit.TestSettings;
import io.entrepot.testkit.upstream.Answer;
import io.entrepot.testkit.upstream.Answers;
import io.entrepot.testkit.upstream.FaultyUpstream;
import io.entrepot.testkit.upstream.Received;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;

/** How an upstream learns who asks, and who does not. */
public final class AuthenticationTest {

  private static final Answer FILE = Answers.file("here".getBytes(StandardCharsets.US_ASCII));

  @Rule public final UpstreamFixture fixture = new UpstreamFixture();

  @Test
  public void shouldTellThePasswordWhenAsked() throws Exception {
    fixture.server.on("*", Answers.basic("me", "pässword", FILE));
    try (Upstream upstream = fixture.open(user("pässword"))) {
      assertThat(ask(upstream, "/a").text()).isEqualTo("here");
      assertThat(ask(upstream, "/b").text()).isEqualTo("here");
      assertThat(fixture.server.count("/a")).isEqualTo(2);
      assertThat(fixture.server.requests("/a").get(0).header("Authorization")).isEmpty();
      // It is known by then that it wants one.
      assertThat(fixture.server.count("/b")).isEqualTo(1);
    }
  }

  @Test
  public void shouldTellThePasswordAtOnce() throws Exception {
    fixture.server.on("*", Answers.basic("me", "pass", FILE));
    TestSettings settings = user("pass").with("httpClient.authentication.preemptive", "true");
    try (Upstream upstream = fixture.open(settings)) {
      assertThat(ask(upstream, "/a").text()).isEqualTo("here");
      assertThat(fixture.server.count("/a")).isEqualTo(1);
    }
  }

  @Test
  public void shouldPassOnThatAPasswordIsWrong() throws Exception {
    fixture.server.on("*", Answers.basic("me", "pass", FILE));
    try (Upstream upstream = fixture.open(user("wrong"))) {
      assertThat(ask(upstream, "/a").status()).isEqualTo(401);
      assertThat(fixture.server.count("/a")).isEqualTo(2);
    }
    try (Upstream upstream = fixture.open()) {
      assertThat(ask(upstream, "/b").status()).isEqualTo(401);
      assertThat(fixture.server.count("/b")).isEqualTo(1);
    }
  }

  @Test
  public void shouldGetATokenAndKeepIt() throws Exception {
    realm("/token", "t1", 300, "me", "pass");
    fixture.server.on("*", bearer("/token", "things/a", "t1"));
    try (Upstream upstream = fixture.open(user("pass"))) {
      assertThat(ask(upstream, "/v/things/a/list/1").text()).isEqualTo("here");
      assertThat(ask(upstream, "/v/things/a/files/2").text()).isEqualTo("here");

      List<Received> asked = fixture.server.requests("/token");
      assertThat(asked).hasSize(1);
      assertThat(asked.get(0).query()).isEqualTo("service=it&scope=things%2Fa");
      assertThat(fixture.server.count("/v/things/a/list/1")).isEqualTo(2);
      assertThat(fixture.server.count("/v/things/a/files/2")).isEqualTo(1);
      assertThat(fixture.server.requests("/v/things/a/list/1"))
          .noneMatch(request -> request.header("Authorization").orElse("").startsWith("Basic"));

      fixture.clock.advance(Duration.ofSeconds(299));
      assertThat(ask(upstream, "/v/things/a/files/3").text()).isEqualTo("here");
      assertThat(fixture.server.count("/token")).isEqualTo(2);
      assertThat(fixture.server.count("/v/things/a/files/3")).isEqualTo(1);
    }
  }

  @Test
  public void shouldGetTokensForAnybody() throws Exception {
    fixture.server.on("/token", Answers.token("t1", 60));
    fixture.server.on("*", bearer("/token?x=y", "a b", "t1"));
    try (Upstream upstream = fixture.open()) {
      assertThat(ask(upstream, "/a").text()).isEqualTo("here");
      Received asked = fixture.server.requests("/token").get(0);
      assertThat(asked.query()).isEqualTo("x=y&service=it&scope=a&scope=b");
      assertThat(asked.header("Authorization")).isEmpty();
    }
  }

  @Test
  public void shouldGetATokenAnewThatIsNotTakenAnyMore() throws Exception {
    fixture.server.on("/token", Answers.token("old", 3000), Answers.token("new", 3000));
    fixture.server.on("/v/a/1", bearer("/token", "a", "old"));
    fixture.server.on("/v/a/2", bearer("/token", "a", "new"));
    try (Upstream upstream = fixture.open()) {
      assertThat(ask(upstream, "/v/a/1").text()).isEqualTo("here");
      assertThat(ask(upstream, "/v/a/2").text()).isEqualTo("here");
      assertThat(fixture.server.count("/token")).isEqualTo(2);
    }
  }

  @Test
  public void shouldNotAskForTokensWithoutEnd() throws Exception {
    fixture.server.on("/token", Answers.token("wrong", 3000));
    fixture.server.on("*", bearer("/token", "a", "right"));
    try (Upstream upstream = fixture.open()) {
      assertThat(ask(upstream, "/a").status()).isEqualTo(401);
      assertThat(fixture.server.count("/a")).isEqualTo(3);
      assertThat(fixture.server.count("/token")).isEqualTo(2);
    }
  }

  @Test
  public void shouldAskBackWhereAGuessedTokenIsForbidden() throws Exception {
    fixture.server.on("/token", Answers.token("one", 3000), Answers.token("two", 3000));
    fixture.server.on("/v/a/1", bearer("/token", "a", "one"));
    Answer two = bearer("/token", "b", "two");
    fixture.server.on(
        "/v/a/2",
        (request, wire) -> {
          boolean one = request.header("Authorization").equals(Optional.of("Bearer one"));
          (one ? Answers.status(403) : two).answer(request, wire);
        });
    try (Upstream upstream = fixture.open()) {
      assertThat(ask(upstream, "/v/a/1").text()).isEqualTo("here");
      assertThat(ask(upstream, "/v/a/2").text()).isEqualTo("here");
    }
  }

  @Test
  public void shouldGetATokenOnceForAll() throws Exception {
    fixture.server.on("/token", Answers.token("t1", 3000));
    fixture.server.on("*", bearer("/token", "a", "t1"));
    try (Upstream upstream = fixture.open()) {
      List<CompletableFuture<UpstreamReply>> all = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        CompletionStage<UpstreamReply> reply = upstream.send(get("/v/" + i + "/x/" + i));
        all.add(reply.toCompletableFuture());
      }
      for (CompletableFuture<UpstreamReply> one : all) {
        try (UpstreamReply reply = one.get(20, TimeUnit.SECONDS)) {
          assertThat(reply.status()).isEqualTo(200);
        }
      }
      assertThat(fixture.server.count("/token")).isEqualTo(1);
    }
  }

  @Test
  public void shouldSendNoCredentialsToRealmsOfOthers() throws Exception {
    try (FaultyUpstream honeypot = FaultyUpstream.start().on("*", Answers.token("t1", 60));
        Upstreams upstreams =
            new Upstreams(
                Outbound.allowing("127.0.0.1"),
                fixture.clock,
                host -> List.of(InetAddress.getLoopbackAddress()))) {
      String realm = "http://auth.evil.example:" + honeypot.port() + "/token";
      fixture.server.on("*", Answers.bearer(realm, "it", "a", "t1", FILE));
      try (Upstream upstream = upstreams.open("files", user("canary"))) {
        Problem problem = problem(upstream, "/a");
        assertThat(problem.status()).isEqualTo(502);
        assertThat(problem.message())
            .contains("auth.evil.example")
            .contains("httpClient.authentication.realmHosts")
            .doesNotContain("canary");
        assertThat(upstream.health().state()).isEqualTo(UpstreamHealth.State.AVAILABLE);
      }
      assertThat(honeypot.requests()).isEmpty();

      TestSettings named =
          user("pass").with("httpClient.authentication.realmHosts", "auth.evil.example");
      try (Upstream upstream = upstreams.open("files", named)) {
        assertThat(ask(upstream, "/a").text()).isEqualTo("here");
      }
      assertThat(honeypot.requests()).hasSize(1);
    }
  }

  @Test
  public void shouldNotFollowARealmsRedirects() throws Exception {
    try (FaultyUpstream honeypot = FaultyUpstream.start().on("*", Answers.token("t1", 60))) {
      fixture
          .server
          .on("/token", Answers.redirect(302, honeypot.url() + "/token"))
          .on("*", bearer("/token", "a", "t1"));
      try (Upstream upstream = fixture.open(user("canary"))) {
        assertThat(problem(upstream, "/a").message()).contains("status 302");
      }
      assertThat(honeypot.requests()).isEmpty();
    }
  }

  @Test
  public void shouldRefuseWhatIsNoToken() throws Exception {
    List<Answer> answers =
        List.of(
            Answers.html(),
            Answers.file("{}".getBytes(StandardCharsets.US_ASCII)),
            Answers.token("a\\r\\nX: y", 60),
            Answers.file(
                ("{\"token\":\"" + "x".repeat(300_000) + "\"}")
                    .getBytes(StandardCharsets.US_ASCII)));
    fixture.server.on("*", bearer("/token", "a", "t1"));
    for (Answer answer : answers) {
      fixture.server.on("/token", answer);
      try (Upstream upstream = fixture.open()) {
        assertThat(problem(upstream, "/a").status()).isEqualTo(502);
      }
    }
  }

  @Test
  public void shouldNotSendAPasswordWhereATokenIsSet() throws Exception {
    fixture.server.on("/token", Answers.token("other", 60));
    fixture.server.on("*", bearer("/token", "a", "right"));
    try (Upstream upstream =
        fixture.open(
            fixture
                .settings()
                .with("httpClient.authentication.type", "bearerToken")
                .with("httpClient.authentication.bearerToken", "mine"))) {
      assertThat(ask(upstream, "/a").status()).isEqualTo(401);
      assertThat(fixture.server.count("/a")).isEqualTo(1);
      assertThat(fixture.server.count("/token")).isZero();
    }
  }

  @Test
  public void shouldReadChallenges() {
    List<Challenge> challenges =
        Challenge.of(
            List.of(
                "Basic realm=\"a, \\\"b\\\"\", charset=\"UTF-8\", Bearer"
                    + " realm=\"https://x.example/t?a=b\",service=s , scope=\"a:b:c,d e\"",
                "Negotiate"));
    assertThat(challenges)
        .extracting(Challenge::scheme)
        .containsExactly("basic", "bearer", "negotiate");
    assertThat(challenges.get(0).parameters()).containsEntry("realm", "a, \"b\"");
    assertThat(challenges.get(0).bearer()).isEmpty();
    Challenge.Bearer bearer = challenges.get(1).bearer().orElseThrow();
    assertThat(bearer.realm()).hasToString("https://x.example/t?a=b");
    assertThat(bearer.service()).isEqualTo("s");
    assertThat(bearer.scope()).isEqualTo("a:b:c,d e");
    for (String wrong :
        List.of(
            "",
            "=",
            "\"",
            "Bearer realm=\"",
            "Bearer realm=\"ftp://x\"",
            "Bearer realm=x",
            "a=\"" + "\\".repeat(9000))) {
      assertThat(Challenge.of(List.of(wrong))).as(wrong).allMatch(one -> one.bearer().isEmpty());
    }
  }

  @Test
  public void shouldKeepCookiesOnlyIfToldSo() throws Exception {
    fixture.server.on("*", Answers.status(200, "Set-Cookie: a=b; Path=/"));
    try (Upstream upstream = fixture.open()) {
      ask(upstream, "/1");
      ask(upstream, "/1");
    }
    TestSettings settings = fixture.settings().with("httpClient.connection.enableCookies", "true");
    try (Upstream upstream = fixture.open(settings)) {
      ask(upstream, "/2");
      ask(upstream, "/2");
    }
    assertThat(fixture.server.requests("/1")).noneMatch(one -> one.header("Cookie").isPresent());
    assertThat(fixture.server.requests("/2").get(1).header("Cookie")).contains("a=b");
  }

  private TestSettings user(String password) {
    return fixture
        .settings()
        .with("httpClient.authentication.type", "username")
        .with("httpClient.authentication.username", "me")
        .with("httpClient.authentication.password", password);
  }

  private Answer bearer(String realm, String scope, String token) {
    return Answers.bearer(fixture.server.url() + realm, "it", scope, token, FILE);
  }

  private void realm(String path, String token, int seconds, String user, String password) {
    fixture.server.on(path, Answers.basic(user, password, Answers.token(token, seconds)));
  }
}
