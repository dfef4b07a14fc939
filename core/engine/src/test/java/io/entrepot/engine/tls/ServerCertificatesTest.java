package io.entrepot.engine.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.CertificateView;
import io.entrepot.testkit.TestClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ServerCertificatesTest {
  private static final Duration POLL = Duration.ofSeconds(3);
  private static TestPki pki;

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  // JSSE judges validity by the real time.
  private final TestClock clock = new TestClock(Instant.now());
  private ServerNames names = ServerNames.parse("localhost,vm,127.0.0.1,::1,192.0.2.7");
  private Path folder;
  private ServerCertificates certificates;

  @BeforeClass
  public static void makeCertificates() throws Exception {
    pki = new TestPki();
  }

  @Before
  public void firstStart() throws Exception {
    folder = temporary.getRoot().toPath().resolve("tls");
    start();
  }

  private void start() throws IOException {
    certificates = new ServerCertificates(folder, () -> names, clock);
  }

  @Test
  public void shouldBeAcceptedByAClientThatTrustsOnlyTheAuthority() throws Exception {
    try (TlsTestServer server = new TlsTestServer(certificates)) {
      for (String name : List.of("localhost", "127.0.0.1", "sub.localhost", "vm", "docker.vm")) {
        try (SSLSocket socket = server.connect(authority(), name)) {
          assertThat(TlsTestServer.ask(socket, name)).isEqualTo("HTTP/1.1 200 OK");
        }
      }
    }
  }

  @Test
  public void shouldSpeakTls12And13AndNothingOlder() throws Exception {
    try (TlsTestServer server = new TlsTestServer(certificates)) {
      for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
        try (SSLSocket socket = server.connect(authority(), "localhost", protocol)) {
          assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
          assertThat(socket.getSession().getCipherSuite()).doesNotContain("CBC");
        }
      }
      assertThatThrownBy(() -> server.connect(authority(), "localhost", "TLSv1.1"))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  public void shouldNotBeTakenForAnotherName() throws Exception {
    try (TlsTestServer server = new TlsTestServer(certificates)) {
      assertThatThrownBy(() -> server.connect(authority(), "example.org"))
          .isInstanceOf(SSLHandshakeException.class)
          .hasMessageContaining("example.org");
    }
  }

  @Test
  public void shouldServeHostsThatTheCertificateDoesNotName() throws Exception {
    try (TlsTestServer server = new TlsTestServer(certificates);
        SSLSocket socket = server.connect(authority(), "localhost")) {
      assertThat(TlsTestServer.ask(socket, "behind.proxy.example")).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  @Test
  public void shouldKeepAuthorityAndCertificateOverARestart() throws Exception {
    KeyMaterial before = certificates.material();
    String ca = certificates.caCertificatePem().orElseThrow();

    start();

    assertThat(certificates.material()).isEqualTo(before);
    assertThat(certificates.caCertificatePem()).contains(ca);
    assertThat(Files.readString(folder.resolve("ca.crt"))).isEqualTo(ca);
  }

  @Test
  public void shouldKeepTheServersKeyForTheOwnerAlone() throws Exception {
    assertThat(Files.getPosixFilePermissions(folder.resolve("leaf.pem")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  public void shouldCloseAKeyFileThatIsOpenToOthers() throws Exception {
    Files.setPosixFilePermissions(
        folder.resolve("ca.key"), PosixFilePermissions.fromString("rw-r--r--"));

    start();

    assertThat(Files.getPosixFilePermissions(folder.resolve("ca.key")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  public void shouldIssueAnewWhenNamesChange() {
    List<KeyMaterial> heard = new ArrayList<>();
    certificates.onChange(heard::add);
    names = names.plus(ServerNames.parse("docker.internal.vm"));

    certificates.namesChanged();

    assertThat(heard).containsExactly(certificates.material());
    assertThat(certificates.status().names()).contains("docker.internal.vm", "*.vm", "192.0.2.7");
    assertThat(certificates.status().uncovered()).isEmpty();
  }

  @Test
  public void shouldLookAtNamesOnceAMinute() throws Exception {
    KeyMaterial before = certificates.material();
    names = names.plus(ServerNames.parse("new.vm"));

    pass(Duration.ofSeconds(59));
    assertThat(certificates.material()).isEqualTo(before);

    pass(Duration.ofSeconds(1));
    assertThat(certificates.status().names()).contains("new.vm");
  }

  @Test
  public void shouldReportNamesThatTheAuthorityDoesNotCover() throws Exception {
    KeyMaterial before = certificates.material();
    names = names.plus(ServerNames.parse("repo.example.org, 203.0.113.5"));

    certificates.namesChanged();

    assertThat(certificates.status().uncovered())
        .containsExactly("repo.example.org", "203.0.113.5");
    assertThat(certificates.material()).isEqualTo(before);
  }

  @Test
  public void shouldCoverAllNamesAfterTheAuthorityIsRenewed() throws Exception {
    X509Certificate old = authority();
    names = names.plus(ServerNames.parse("repo.example.org"));

    try (TlsTestServer server = new TlsTestServer(certificates)) {
      certificates.renewAuthority();

      assertThat(certificates.status().uncovered()).isEmpty();
      assertThat(authority()).isNotEqualTo(old);
      server.connect(authority(), "repo.example.org").close();
      assertThatThrownBy(() -> server.connect(old, "localhost"))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  public void shouldIssueAnewAfterTwoThirdsOfTheLife() {
    KeyMaterial before = certificates.material();

    pass(Duration.ofDays(264));
    assertThat(certificates.material()).isEqualTo(before);

    pass(Duration.ofDays(1));
    assertThat(certificates.material()).isNotEqualTo(before);
    assertThat(certificates.material().chain().get(1)).isEqualTo(before.chain().get(1));
  }

  @Test
  public void shouldMakeANewAuthorityOnceTheOldOneIsOfNoUse() throws Exception {
    X509Certificate old = authority();

    pass(LocalAuthority.LIFE.minus(Duration.ofDays(1)));
    assertThat(authority()).isEqualTo(old);

    pass(Duration.ofDays(1));
    assertThat(authority()).isNotEqualTo(old);
  }

  @Test
  public void shouldTakeUpTheOperatorsCertificateWhileAConnectionIsOpen() throws Exception {
    TestPki.Issued mine = pki.server("EC");
    X509Certificate ca = authority();
    try (TlsTestServer server = new TlsTestServer(certificates);
        SSLSocket open = server.connect(ca, "localhost")) {
      assertThat(TlsTestServer.ask(open, "localhost")).isEqualTo("HTTP/1.1 200 OK");

      drop(mine);
      pass(POLL);
      assertThat(server.shown(ca)).as("files may still be copied").isNotEqualTo(mine.certificate());
      pass(POLL);

      assertThat(server.shown(pki.root.certificate())).isEqualTo(mine.certificate());
      assertThat(TlsTestServer.ask(open, "localhost")).isEqualTo("HTTP/1.1 200 OK");
    }
    CertificateView status = certificates.status();
    assertThat(status.source()).isEqualTo(CertificateView.Source.FILE);
    assertThat(status.subject()).isEqualTo("CN=server");
    assertThat(status.issuer()).isEqualTo("CN=Between");
    assertThat(status.names()).containsExactly("127.0.0.1");
    assertThat(status.sha256()).isEqualTo(Certificates.sha256(mine.certificate()));
    assertThat(status.authority()).isEmpty();
    assertThat(certificates.caCertificatePem()).isEmpty();
  }

  @Test
  public void shouldStartWithTheOperatorsCertificate() throws Exception {
    TestPki.Issued mine = pki.server("RSA");
    drop(mine);

    start();

    assertThat(certificates.material().key()).isEqualTo(mine.key());
    try (TlsTestServer server = new TlsTestServer(certificates)) {
      assertThat(server.shown(pki.root.certificate())).isEqualTo(mine.certificate());
    }
  }

  @Test
  public void shouldNeedNoAuthorityBesideTheOperatorsCertificate() throws Exception {
    Files.delete(folder.resolve("ca.key"));
    assertThatThrownBy(this::start).hasMessageContaining("ca.key is missing");

    drop(pki.server("EC"));
    start();

    assertThat(certificates.status().source()).isEqualTo(CertificateView.Source.FILE);
  }

  @Test
  public void shouldGoBackToTheAuthorityWhenTheFilesAreRemoved() throws Exception {
    KeyMaterial before = certificates.material();
    drop(pki.server("EC"));
    passTwice();

    remove();
    pass(POLL);
    pass(POLL);
    assertThat(certificates.status().source())
        .as("the new file may be on its way")
        .isEqualTo(CertificateView.Source.FILE);
    pass(OperatorWatch.PATIENCE);

    assertThat(certificates.material()).isEqualTo(before);
    assertThat(certificates.caCertificatePem()).isPresent();
  }

  @Test
  public void shouldTryAgainUntilTheAuthorityIsUsable() throws Exception {
    byte[] key = Files.readAllBytes(folder.resolve("ca.key"));
    drop(pki.server("EC"));
    start();
    Files.delete(folder.resolve("ca.key"));
    remove();
    pass(POLL);
    pass(OperatorWatch.PATIENCE);
    assertThat(certificates.status().source()).isEqualTo(CertificateView.Source.FILE);

    Files.write(folder.resolve("ca.key"), key);
    pass(POLL);

    assertThat(certificates.status().source()).isEqualTo(CertificateView.Source.LOCAL_AUTHORITY);
  }

  @Test
  public void shouldRefuseABadFileAndKeepTheOldOne() throws Exception {
    TestPki.Issued mine = pki.server("EC");
    drop(mine);
    passTwice();
    KeyMaterial before = certificates.material();

    Files.writeString(folder.resolve("server.key"), pki.server("EC").pkcs8());
    passTwice();
    assertThat(certificates.status().refusal()).as("its other half may come").isEmpty();
    pass(OperatorWatch.PATIENCE);

    assertThat(certificates.status().refusal())
        .contains("server.crt with server.key: the private key does not belong to the certificate");
    assertThat(certificates.material()).isEqualTo(before);

    Files.writeString(folder.resolve("server.key"), mine.pkcs8());
    passTwice();
    assertThat(certificates.status().refusal()).isEmpty();
  }

  @Test
  public void shouldStartOnTheAuthorityWhenTheFileIsBad() throws Exception {
    Files.write(folder.resolve("server.p12"), "rubbish".getBytes(StandardCharsets.US_ASCII));

    start();

    assertThat(certificates.status().source()).isEqualTo(CertificateView.Source.LOCAL_AUTHORITY);
    assertThat(certificates.status().refusal().orElseThrow())
        .startsWith("server.p12: the store cannot be opened");
  }

  @Test
  public void shouldTakeUpACertificateWhenItsTimeComes() throws Exception {
    TestPki.Issued tomorrow = pki.server(TestPki.days(1), TestPki.days(9));
    drop(tomorrow);
    start();
    assertThat(certificates.status().refusal().orElseThrow()).contains("valid only from");

    pass(Duration.ofDays(1).plus(POLL));

    assertThat(certificates.material().certificate()).isEqualTo(tomorrow.certificate());
    assertThat(certificates.status().refusal()).isEmpty();
  }

  @Test
  public void shouldTellEveryListenerThoughOneFails() {
    List<KeyMaterial> heard = new ArrayList<>();
    certificates.onChange(
        material -> {
          throw new IllegalStateException("broken");
        });
    ServerCertificates.Registration registration = certificates.onChange(heard::add);
    names = names.plus(ServerNames.parse("one.vm"));
    certificates.namesChanged();
    assertThat(heard).hasSize(1);

    registration.close();
    names = names.plus(ServerNames.parse("two.vm"));
    certificates.namesChanged();

    assertThat(heard).hasSize(1);
  }

  private X509Certificate authority() throws Exception {
    byte[] pem = certificates.caCertificatePem().orElseThrow().getBytes(StandardCharsets.US_ASCII);
    return Certificates.parsePem(pem).get(0);
  }

  private void drop(TestPki.Issued issued) throws IOException {
    Files.writeString(folder.resolve("server.crt"), issued.certificatesPem());
    Files.writeString(folder.resolve("server.key"), issued.pkcs8());
  }

  private void remove() throws IOException {
    Files.delete(folder.resolve("server.crt"));
    Files.delete(folder.resolve("server.key"));
  }

  private void pass(Duration duration) {
    clock.advance(duration);
    certificates.check();
  }

  private void passTwice() {
    pass(POLL);
    pass(POLL);
  }
}
