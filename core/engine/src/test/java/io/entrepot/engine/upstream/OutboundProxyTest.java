package io.entrepot.engine.upstream;

import static io.entrepot.engine.upstream.UpstreamFixture.ask;
import static io.entrepot.engine.upstream.UpstreamFixture.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.Outbound;
import io.entrepot.testkit.TestSettings;
import io.entrepot.testkit.upstream.Answer;
import io.entrepot.testkit.upstream.Answers;
import io.entrepot.testkit.upstream.FaultyUpstream;
import io.entrepot.testkit.upstream.Received;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Upstreams that are reached through a proxy; the faulty upstream plays it. */
public final class OutboundProxyTest {

  private static final Answer FILE = Answers.file("here".getBytes(StandardCharsets.US_ASCII));

  @Rule public final UpstreamFixture fixture = new UpstreamFixture();

  private FaultyUpstream direct;

  @Before
  public void start() throws Exception {
    direct = FaultyUpstream.start().on("*", FILE);
    fixture.server.on("*", FILE);
  }

  @After
  public void stop() throws Exception {
    direct.close();
  }

  @Test
  public void shouldAskThroughTheProxyAndTellItWhoAsks() throws Exception {
    try (Upstreams upstreams = proxied("me:p%40ss@", unknown());
        Upstream upstream = upstreams.open("files", at("http://files.example"))) {
      assertThat(ask(upstream, "/a?b=c").text()).isEqualTo("here");
      Received request = fixture.server.requests().get(0);
      assertThat(request.target()).isEqualTo("http://files.example/a?b=c");
      assertThat(request.header("Proxy-Authorization")).contains(basic("me:p@ss"));
    }
  }

  @Test
  public void shouldAskForATunnelForTls() throws Exception {
    fixture.server.on("files.example:443", Answers.status(403));
    try (Upstreams upstreams = proxied("me:pass@", unknown());
        Upstream upstream = upstreams.open("files", at("https://files.example"))) {
      assertThat(problem(upstream, "/a").status()).isEqualTo(502);
      Received request = fixture.server.requests().get(0);
      assertThat(request.method()).isEqualTo("CONNECT");
      assertThat(request.header("Proxy-Authorization")).contains(basic("me:pass"));
      assertThat(request.header("Authorization")).isEmpty();
    }
  }

  @Test
  public void shouldAskTheNamedOnesDirectly() throws Exception {
    try (Upstreams upstreams = proxied("", loopback());
        Upstream files = upstreams.open("files", at("http://inside.example:" + direct.port()));
        Upstream address = upstreams.open("files", at("http://127.0.0.1:" + direct.port()))) {
      assertThat(ask(files, "/a").text()).isEqualTo("here");
      assertThat(ask(address, "/a").text()).isEqualTo("here");
      assertThat(direct.count("/a")).isEqualTo(2);
      assertThat(direct.requests("/a"))
          .noneMatch(request -> request.header("Proxy-Authorization").isPresent());
      assertThat(fixture.server.requests()).isEmpty();
    }
  }

  @Test
  public void shouldNotAskTheProxyForWhatIsNotToBeAsked() throws Exception {
    try (Upstreams upstreams = proxied("", Names.ofMachine())) {
      for (String url :
          List.of("http://169.254.169.254", "http://127.0.0.2", "http://0.0.0.0", "http://[::1]")) {
        try (Upstream upstream = upstreams.open("files", at(url))) {
          assertThat(problem(upstream, "/a").status()).as(url).isEqualTo(403);
        }
      }
      try (Upstream upstream = upstreams.open("files", at("http://127.0.0.1:" + direct.port()))) {
        direct
            .on("/number", Answers.redirect(302, "http://2130706433/"))
            .on("/private", Answers.redirect(302, "http://10.0.0.1/"));
        assertThat(problem(upstream, "/number").status()).isEqualTo(403);
        assertThat(problem(upstream, "/private").status()).isEqualTo(403);
      }
    }
    assertThat(fixture.server.requests()).isEmpty();
  }

  private Upstreams proxied(String user, Names names) throws Exception {
    URI proxy = URI.create("http://" + user + "127.0.0.1:" + fixture.server.port());
    return new Upstreams(
        new Outbound(
            List.of("127.0.0.1"),
            Optional.of(proxy),
            List.of("*.inside.example", "inside.example", "127.0.0.1/32"),
            "dev"),
        fixture.clock,
        names);
  }

  /** Knows nothing but the proxy, as behind many walls. */
  private static Names unknown() {
    return host -> {
      if (host.equals("127.0.0.1")) {
        return List.of(InetAddress.getLoopbackAddress());
      }
      throw new UnknownHostException(host);
    };
  }

  private static Names loopback() {
    return host -> List.of(InetAddress.getLoopbackAddress());
  }

  private TestSettings at(String url) {
    return fixture.settings().with("proxy.remoteUrl", url);
  }

  private static String basic(String both) {
    return "Basic "
        + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.ISO_8859_1));
  }
}
