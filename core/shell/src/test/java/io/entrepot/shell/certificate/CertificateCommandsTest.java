package io.entrepot.shell.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.CertificateAdmin;
import io.entrepot.engine.admin.CertificateView;
import io.entrepot.shell.console.FakeSession;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Test;

public final class CertificateCommandsTest {

  private static final class FakeCertificates implements CertificateAdmin {
    private boolean renewed;

    @Override
    public CertificateView certificate() {
      return new CertificateView(
          CertificateView.Source.LOCAL_AUTHORITY,
          "CN=server",
          "CN=authority",
          List.of("localhost", "127.0.0.1"),
          Instant.parse("2026-11-22T00:00:00Z"),
          Instant.parse("2027-12-24T00:00:00Z"),
          "00ff" + "ab".repeat(30),
          Optional.of(
              new CertificateView.Authority(
                  "CN=authority",
                  Instant.parse("2036-11-22T00:00:00Z"),
                  (renewed ? "22" : "11").repeat(32))),
          renewed ? List.of() : List.of("new.example"),
          Optional.of("server.crt: it expired"));
    }

    @Override
    public Path folder() {
      return Path.of("/data/tls");
    }

    @Override
    public CertificateView renewAuthority() {
      renewed = true;
      return certificate();
    }
  }

  private final FakeCertificates certificates = new FakeCertificates();
  private final FakeSession session = new FakeSession();

  private RenewCertificate renew() {
    RenewCertificate command = new RenewCertificate();
    command.certificates = certificates;
    return command;
  }

  @Test
  public void shouldShowWhatIsInForceAndWhatIsNot() throws CommandException {
    ShowCertificate command = new ShowCertificate();
    command.certificates = certificates;

    command.execute(session);

    assertThat(session.printed())
        .contains("CN=server", "localhost", "127.0.0.1", "2027-12-24T00:00:00Z", "00:FF:AB:AB")
        .contains("/data/tls/ca.crt", "11:11:11")
        .contains("new.example (until certificate:renew)", "server.crt: it expired");
  }

  @Test
  public void shouldRenewForAScript() throws CommandException {
    renew().execute(session);

    assertThat(session.printed()).contains("22:22:22").doesNotContain("new.example");
  }

  @Test
  public void shouldAskBeforeAllClientsMustTrustAnew() throws CommandException {
    session.answering("no", "yes");
    assertThatThrownBy(() -> renew().execute(session)).isInstanceOf(CommandException.class);
    assertThat(certificates.renewed).isFalse();

    renew().execute(session);
    assertThat(certificates.renewed).isTrue();
  }

  @Test
  public void shouldNotAskWhenToldSo() throws CommandException {
    session.answering();
    RenewCertificate command = renew();
    command.yes = true;

    command.execute(session);

    assertThat(certificates.renewed).isTrue();
  }
}
