package io.entrepot.engine.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.Environment;
import io.entrepot.engine.admin.CertificateView;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class CertificateServiceTest {

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  // JSSE judges validity by the real time.
  private final TestClock clock = new TestClock(Instant.now());
  private CertificateService service;

  private CertificateService start(Map<String, String> properties) throws IOException {
    Environment environment =
        Environment.read(
            name ->
                name.equals("entrepot.data")
                    ? temporary.getRoot().toString()
                    : properties.get(name));
    return new CertificateService(
        environment, () -> ServerNames.parse("localhost,vm,127.0.0.1"), clock);
  }

  @Before
  public void start() throws IOException {
    service =
        start(
            Map.of(
                "entrepot.host.names", "artifacts.example,*.wild.example,192.0.2.1",
                "entrepot.http.host", "127.0.0.2",
                "entrepot.public.url", "https://[2001:db8::7]:8443"));
  }

  @After
  public void stop() {
    service.close();
  }

  @Test
  public void shouldCarryTheNamesThatTheOperatorConfigured() {
    assertThat(service.certificate().names())
        .contains("localhost", "vm", "artifacts.example", "127.0.0.1", "127.0.0.2", "192.0.2.1")
        .anyMatch(name -> name.startsWith("2001:db8:"));
    assertThat(service.certificate().uncovered()).isEmpty();
  }

  @Test
  public void shouldRefuseAConfiguredNameThatIsNone() {
    assertThatThrownBy(() -> start(Map.of("entrepot.host.names", "fine,not/a/name")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("entrepot.host.names")
        .hasMessageContaining("not/a/name");
  }

  @Test
  public void shouldPutARepositorysLabelBeforeEachHostName() {
    ServerCertificates.Registration held = service.addHost("Images");

    assertThat(service.certificate().names())
        .contains("images.localhost", "images.vm", "images.artifacts.example")
        .doesNotContain("images", "images.127.0.0.1");

    held.close();
    assertThat(service.certificate().names())
        .doesNotContain("images.localhost", "images.vm", "images.artifacts.example");
  }

  @Test
  public void shouldKeepAHostNameWhileSomebodyHoldsIt() {
    ServerCertificates.Registration first = service.addHost("images.vm");
    ServerCertificates.Registration second = service.addHost("images.vm");

    first.close();
    first.close();
    assertThat(service.certificate().names()).contains("images.vm");

    second.close();
    assertThat(service.certificate().names()).doesNotContain("images.vm");
  }

  @Test
  public void shouldRefuseAHostNameThatIsNone() {
    assertThatThrownBy(() -> service.addHost("no name"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no name");
  }

  @Test
  public void shouldMakeANewAuthorityForTheNamesOfNow() throws Exception {
    service.addHost("images.elsewhere.example");
    assertThat(service.certificate().uncovered()).containsExactly("images.elsewhere.example");
    CertificateView.Authority before = service.certificate().authority().orElseThrow();

    CertificateView renewed = service.renewAuthority();

    assertThat(renewed.uncovered()).isEmpty();
    assertThat(renewed.names()).contains("images.elsewhere.example");
    assertThat(renewed.authority().orElseThrow().sha256()).isNotEqualTo(before.sha256());
  }

  @Test
  public void shouldNotRenewAnAuthorityThatIsNotInForce() throws Exception {
    service.close();
    TestPki.Issued mine = new TestPki().server("EC");
    Files.writeString(service.folder().resolve("server.crt"), mine.certificatesPem());
    Files.writeString(service.folder().resolve("server.key"), mine.pkcs8());
    service = start(Map.of());
    byte[] before = Files.readAllBytes(service.folder().resolve("ca.crt"));

    assertThatThrownBy(() -> service.renewAuthority())
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(service.folder().toString());
    assertThat(service.folder().resolve("ca.crt")).hasBinaryContent(before);
  }
}
