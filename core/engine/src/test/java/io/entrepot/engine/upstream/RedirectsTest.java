package io.entrepot.engine.upstream;

import static io.entrepot.engine.upstream.UpstreamFixture.ask;
import static io.entrepot.engine.upstream.UpstreamFixture.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.Outbound;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Problem;
import io.entrepot.testkit.TestSettings;
import io.entrepot.testkit.upstream.Answer;
import io.entrepot.testkit.upstream.Answers;
import io.entrepot.testkit.upstream.FaultyUpstream;
import io.entrepot.testkit.upstream.Received;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Where redirects may lead, and what goes there. */
public final class RedirectsTest {

  private static final Answer FILE = Answers.file("here".getBytes(StandardCharsets.US_ASCII));

  @Rule public final UpstreamFixture fixture = new UpstreamFixture();

  private FaultyUpstream honeypot;

  @Before
  public void start() throws Exception {
    honeypot = FaultyUpstream.start().on("*", FILE);
  }

  @After
  public void stop() throws Exception {
    honeypot.close();
  }

  @Test
  public void shouldFollow() throws Exception {
    int[] statuses = {301, 302, 303, 307, 308};
    for (int status : statuses) {
      fixture.server.on("/a/" + status, Answers.redirect(status, "../b"));
    }
    fixture.server.on("/b", Answers.redirect(302, honeypot.url() + "/c?d=e#f"));
    try (Upstream upstream = fixture.open()) {
      for (int status : statuses) {
        assertThat(ask(upstream, "/a/" + status).text()).isEqualTo("here");
      }
      assertThat(honeypot.requests().get(0).target()).isEqualTo("/c?d=e");
    }
  }

  @Test
  public void shouldKeepMethodAndFields() throws Exception {
    fixture.server.on("/a", Answers.redirect(303, "/b")).on("/b", FILE);
    try (Upstream upstream = fixture.open()) {
      UpstreamFixture.head(
              upstream, new UpstreamRequest(Method.HEAD, "a", Headers.of("Accept", "text/plain")))
          .close();
      Received second = fixture.server.requests("/b").get(0);
      assertThat(second.method()).isEqualTo("HEAD");
      assertThat(second.header("Accept")).contains("text/plain");
    }
  }

  @Test
  public void shouldNotGoInCircles() throws Exception {
    fixture
        .server
        .on("/a", Answers.redirect(302, "/b"))
        .on("/b", Answers.redirect(302, "/a"))
        .on("/back", Answers.redirect(302, "/back"), FILE);
    try (Upstream upstream = fixture.open()) {
      Problem problem = problem(upstream, "/a");
      assertThat(problem.status()).isEqualTo(502);
      assertThat(problem.message()).contains(fixture.server.url()).contains("in a circle");
    }
    try (Upstream upstream =
        fixture.open(
            fixture.settings().with("httpClient.connection.enableCircularRedirects", "true"))) {
      assertThat(problem(upstream, "/a").message()).contains("more than 10 times");
      assertThat(ask(upstream, "/back").text()).isEqualTo("here");
    }
    assertThat(fixture.server.count("/a")).isLessThan(10);
  }

  @Test
  public void shouldNotFollowForEver() throws Exception {
    for (int i = 0; i < 20; i++) {
      fixture.server.on("/" + i, Answers.redirect(302, "/" + (i + 1)));
    }
    try (Upstream upstream = fixture.open()) {
      assertThat(problem(upstream, "/0").message()).contains("more than 10 times");
      assertThat(fixture.server.requests()).hasSize(11);
    }
  }

  @Test
  public void shouldNotFollowToOtherProtocols() throws Exception {
    List<String> targets =
        List.of(
            "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://x/", "http://", "//", "data:,x");
    for (int i = 0; i < targets.size(); i++) {
      fixture.server.on("/" + i, Answers.redirect(302, targets.get(i)));
    }
    fixture.server.on(
        "/user", Answers.redirect(302, "http://me:pass@127.0.0.1:" + honeypot.port()));
    try (Upstream upstream = fixture.open()) {
      for (int i = 0; i < targets.size(); i++) {
        assertThat(problem(upstream, "/" + i).status()).as(targets.get(i)).isEqualTo(502);
      }
      assertThat(problem(upstream, "/user").status()).isEqualTo(502);
      assertThat(honeypot.requests()).isEmpty();
    }
  }

  @Test
  public void shouldSendNoCredentialsElsewhere() throws Exception {
    List<TestSettings> all =
        List.of(
            fixture
                .settings()
                .with("httpClient.authentication.type", "username")
                .with("httpClient.authentication.username", "me")
                .with("httpClient.authentication.password", "canary")
                .with("httpClient.authentication.preemptive", "true"),
            fixture
                .settings()
                .with("httpClient.authentication.type", "bearerToken")
                .with("httpClient.authentication.bearerToken", "canary"));
    String other = "http://localhost:" + fixture.server.port() + "/seen";
    fixture
        .server
        .on("/away", Answers.redirect(307, honeypot.url() + "/back"))
        .on("/name", Answers.redirect(307, other))
        .on("/seen", FILE);
    honeypot.on("/back", Answers.redirect(302, fixture.server.url() + "/own")).on("/x", FILE);
    fixture.server.on("/own", FILE);
    try (Upstreams allowing =
        new Upstreams(Outbound.allowing("127.0.0.1", "localhost"), fixture.clock)) {
      for (TestSettings settings : all) {
        try (Upstream upstream = allowing.open("files", settings)) {
          assertThat(ask(upstream, "/away").text()).isEqualTo("here");
          assertThat(ask(upstream, "/name").text()).isEqualTo("here");
          assertThat(ask(upstream, honeypot.url() + "/x").text()).isEqualTo("here");
        }
      }
    }
    assertThat(fixture.server.requests("/away")).allMatch(RedirectsTest::authorized);
    List<Received> elsewhere = new ArrayList<>(honeypot.requests());
    elsewhere.addAll(fixture.server.requests("/seen"));
    elsewhere.addAll(fixture.server.requests("/own"));
    assertThat(elsewhere).hasSize(8).noneMatch(RedirectsTest::authorized);
  }

  @Test
  public void shouldSendCredentialsToAbsoluteAddressesOfItsOwn() throws Exception {
    fixture.server.on("/x", FILE);
    try (Upstream upstream =
        fixture.open(
            fixture
                .settings()
                .with("httpClient.authentication.type", "bearerToken")
                .with("httpClient.authentication.bearerToken", "mine"))) {
      ask(upstream, fixture.server.url() + "/x");
      assertThat(fixture.server.requests("/x").get(0).header("Authorization"))
          .contains("Bearer mine");
    }
  }

  @Test
  public void shouldNotSendWhatFormatsMayNotSay() throws Exception {
    fixture.server.on("/x", FILE);
    Headers headers =
        Headers.of("Authorization", "canary")
            .and("Cookie", "canary")
            .and("Host", "canary")
            .and("X-Forwarded-For", "canary")
            .and("Accept", "text/plain");
    try (Upstream upstream = fixture.open()) {
      ask(upstream, new UpstreamRequest(Method.GET, "x", headers));
      assertThat(fixture.server.requests("/x").get(0).headers().fields())
          .noneMatch(field -> field.value().contains("canary"))
          .anyMatch(field -> field.value().equals("text/plain"));
    }
  }

  @Test
  public void shouldNotLeadWhereNobodyIsToBeAsked() throws Exception {
    // The server's own port, by every other name of this machine.
    int port = fixture.server.port();
    List<String> hosts =
        List.of("127.0.0.2", "0.0.0.0", "[::1]", "[::ffff:127.0.0.2]", "2130706434");
    for (int i = 0; i < hosts.size(); i++) {
      fixture.server.on(
          "/" + i, Answers.redirect(302, "http://" + hosts.get(i) + ":" + port + "/secret"));
    }
    fixture.server.on("/metadata", Answers.redirect(302, "http://169.254.169.254/latest"));
    fixture.server.on("/private", Answers.redirect(302, "http://10.0.0.1/"));
    try (Upstreams strict = new Upstreams(Outbound.allowing("127.0.0.1/32"), fixture.clock);
        Upstream upstream = strict.open("files", fixture.settings())) {
      for (int i = 0; i < hosts.size(); i++) {
        assertThat(problem(upstream, "/" + i).status()).as(hosts.get(i)).isEqualTo(403);
        assertThat(problem(upstream, "http://" + hosts.get(i) + ":" + port + "/").status())
            .as(hosts.get(i))
            .isEqualTo(403);
      }
      assertThat(problem(upstream, "/metadata").code()).isEqualTo("UPSTREAM_FORBIDDEN");
      assertThat(problem(upstream, "/private").status()).isEqualTo(403);
      assertThat(upstream.health().state()).isEqualTo(UpstreamHealth.State.AVAILABLE);
    }
    assertThat(fixture.server.count("/secret")).isZero();
  }

  @Test
  public void shouldNotAskAnUpstreamAtALoopbackAddressUnlessAllowed() throws Exception {
    fixture.server.on("/x", FILE);
    try (Upstreams strict = new Upstreams(Outbound.allowing(), fixture.clock);
        Upstream upstream = strict.open("files", fixture.settings())) {
      assertThat(problem(upstream, "/x").message())
          .contains(fixture.server.url())
          .contains("ENTREPOT_UPSTREAM_ALLOW");
    }
    assertThat(fixture.server.requests()).isEmpty();
  }

  @Test
  public void shouldConnectToTheVeryAddressThatItChecked() throws Exception {
    InetAddress allowed = InetAddress.getLoopbackAddress();
    InetAddress other = InetAddress.getByName("127.0.0.2");
    List<List<InetAddress>> answers =
        new ArrayList<>(List.of(List.of(allowed), List.of(other), List.of(allowed, other)));
    fixture.server.on("/x", FILE);
    TestSettings settings =
        TestSettings.none()
            .with("proxy.remoteUrl", "http://rebinding.example:" + fixture.server.port());
    try (Upstreams rebound =
        new Upstreams(
            Outbound.allowing("127.0.0.1/32"), fixture.clock, host -> answers.remove(0))) {
      try (Upstream upstream = rebound.open("files", settings)) {
        assertThat(ask(upstream, "/x").text()).isEqualTo("here");
        assertThat(answers).hasSize(2);
      }
      // Another upstream has connections of its own, and looks again.
      try (Upstream upstream = rebound.open("files", settings)) {
        assertThat(problem(upstream, "/x").status()).isEqualTo(403);
        assertThat(problem(upstream, "/x").status()).isEqualTo(403);
      }
      assertThat(answers).isEmpty();
    }
    assertThat(fixture.server.connections()).isEqualTo(1);
    assertThat(fixture.server.requests("/x").get(0).header("Host"))
        .isEqualTo(Optional.of("rebinding.example:" + fixture.server.port()));
  }

  @Test
  public void shouldNotUseTheUpstreamsOwnConnectionsForOthers() throws Exception {
    // The upstream's own host may be private; the same host named by another upstream may not.
    TestSettings settings =
        TestSettings.none()
            .with("proxy.remoteUrl", "http://inside.example:" + fixture.server.port());
    fixture.server.on("/x", FILE);
    honeypot.on(
        "/x", Answers.redirect(302, "http://inside.example:" + fixture.server.port() + "/x"));
    try (Upstreams upstreams =
            new Upstreams(
                Outbound.allowing("inside.example", "127.0.0.1"),
                fixture.clock,
                host -> List.of(InetAddress.getLoopbackAddress()));
        Upstream inside = upstreams.open("inside", settings);
        Upstream outside =
            upstreams.open(
                "outside", TestSettings.none().with("proxy.remoteUrl", honeypot.url()))) {
      UpstreamFixture.ask(inside, "/x");
      UpstreamFixture.ask(outside, "/x");
    }
    assertThat(fixture.server.connections()).isEqualTo(2);
  }

  private static boolean authorized(Received request) {
    return request.header("Authorization").isPresent();
  }
}
