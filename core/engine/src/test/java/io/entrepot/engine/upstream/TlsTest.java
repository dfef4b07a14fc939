package io.entrepot.engine.upstream;

import static io.entrepot.engine.upstream.UpstreamFixture.ask;
import static io.entrepot.engine.upstream.UpstreamFixture.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.Outbound;
import io.entrepot.engine.tls.TestPki;
import io.entrepot.spi.http.Problem;
import io.entrepot.testkit.TestSettings;
import io.entrepot.testkit.upstream.Answer;
import io.entrepot.testkit.upstream.Answers;
import io.entrepot.testkit.upstream.FaultyUpstream;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;

/** Whom TLS believes, and what it shows. */
public final class TlsTest {

  private static final Answer FILE = Answers.file("here".getBytes(StandardCharsets.US_ASCII));
  private static final List<String> SHOWN = new CopyOnWriteArrayList<>();

  private static TestPki pki;
  private static FaultyUpstream secure;
  private static FaultyUpstream asking;
  private static FaultyUpstream elsewhere;

  @Rule public final UpstreamFixture fixture = new UpstreamFixture();

  @BeforeClass
  public static void start() throws Exception {
    pki = new TestPki();
    secure = FaultyUpstream.start(context()).on("*", FILE);
    asking = FaultyUpstream.startAskingForCertificates(context());
    elsewhere = FaultyUpstream.startAskingForCertificates(context()).on("*", FILE);
  }

  @AfterClass
  public static void stop() throws Exception {
    secure.close();
    asking.close();
    elsewhere.close();
  }

  @Test
  public void shouldNotBelieveWhomNobodyVouchesFor() throws Exception {
    try (Upstream upstream = fixture.open(at(secure))) {
      Problem problem = problem(upstream, "/a");
      assertThat(problem.status()).isEqualTo(502);
      assertThat(problem.message()).contains(secure.url()).contains("certification path");
      assertThat(secure.requests()).isEmpty();
    }
  }

  @Test
  public void shouldSaySoAtOnceEachTime() throws Exception {
    try (Upstream upstream = fixture.open(at(secure).with("httpClient.connection.timeout", "5"))) {
      for (int i = 0; i < Breaker.FAILURES; i++) {
        assertThat(problem(upstream, "/a").status()).as("time " + i).isEqualTo(502);
      }
    }
  }

  @Test
  public void shouldBelieveWhomTheSettingsTrust() throws Exception {
    try (Upstream upstream = fixture.open(trusting(secure))) {
      assertThat(ask(upstream, "/a").text()).isEqualTo("here");
    }
    // What one upstream trusts the others do not.
    try (Upstream upstream = fixture.open(at(secure))) {
      assertThat(problem(upstream, "/b").status()).isEqualTo(502);
      assertThat(secure.count("/b")).isZero();
    }
  }

  @Test
  public void shouldNotBelieveACertificateOfAnotherName() throws Exception {
    String url = "https://localhost:" + secure.port();
    try (Upstreams upstreams =
            new Upstreams(Outbound.allowing("127.0.0.1", "localhost"), fixture.clock);
        Upstream upstream =
            upstreams.open("files", trusting(secure).with("proxy.remoteUrl", url))) {
      assertThat(problem(upstream, "/c").status()).isEqualTo(502);
      assertThat(secure.count("/c")).isZero();
    }
  }

  @Test
  public void shouldShowItsCertificateToTheUpstreamAlone() throws Exception {
    TestPki.Issued client = pki.server("EC");
    asking.on("/a", FILE).on("/away", Answers.redirect(302, elsewhere.url() + "/x"));
    TestSettings settings =
        trusting(asking)
            .with(
                "httpClient.connection.clientCertificate",
                client.certificatesPem() + client.pkcs8());
    SHOWN.clear();
    try (Upstream upstream = fixture.open(settings)) {
      assertThat(ask(upstream, "/a").text()).isEqualTo("here");
      assertThat(SHOWN).containsOnly("CN=server");
      int before = SHOWN.size();
      assertThat(ask(upstream, "/away").text()).isEqualTo("here");
      assertThat(SHOWN).hasSize(before);
      assertThat(elsewhere.count("/x")).isEqualTo(1);
    }
  }

  @Test
  public void shouldNotFollowFromTlsToNone() throws Exception {
    secure.on("/down", Answers.redirect(302, fixture.server.url() + "/x"));
    fixture.server.on("/x", FILE);
    try (Upstream upstream = fixture.open(trusting(secure))) {
      assertThat(problem(upstream, "/down").message()).contains("from https to http");
      assertThat(fixture.server.requests()).isEmpty();
    }
  }

  private TestSettings at(FaultyUpstream server) {
    return fixture.settings().with("proxy.remoteUrl", server.url());
  }

  private TestSettings trusting(FaultyUpstream server) {
    return at(server).with("httpClient.connection.trustedCertificates", pki.root.certificatesPem());
  }

  private static SSLContext context() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(pki.server("EC").store("PKCS12", "x")), "x".toCharArray());
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, "x".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), new TrustManager[] {new Remembering()}, null);
    return context;
  }

  /** Takes whatever it is shown, and remembers it. */
  private static final class Remembering implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      Principal subject = chain[0].getSubjectX500Principal();
      SHOWN.add(subject.getName());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      throw new IllegalStateException("it is a server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
