package io.entrepot.engine.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class OperatorFilesTest {
  private static TestPki pki;
  private static TestPki.Issued rsa;
  private static TestPki.Issued ec;

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();
  private Path folder;

  @BeforeClass
  public static void makeCertificates() throws Exception {
    pki = new TestPki();
    rsa = pki.server("RSA");
    ec = pki.server("EC");
  }

  @Before
  public void findFolder() {
    folder = temporary.getRoot().toPath();
  }

  @Test
  public void shouldReadEveryFormOfKey() throws Exception {
    for (TestPki.Issued server : List.of(rsa, ec)) {
      for (String key :
          List.of(
              server.pkcs8(),
              server.traditional(),
              server.pkcs8Encrypted("secret ä"),
              server.traditionalEncrypted("secret ä"))) {
        pair(server.certificatesPem(), key);
        Files.writeString(folder.resolve("server.password"), "secret ä\n");

        // Reading it proves that the key is the certificate's.
        assertThat(material().chain()).isEqualTo(server.chain());
      }
    }
  }

  @Test
  public void shouldPassOverParametersBeforeTheKey() throws Exception {
    String parameters =
        Certificates.pem("EC PARAMETERS", new byte[] {6, 8, 42, -122, 72, -50, 61, 3, 1, 7});
    pair(ec.certificatesPem(), parameters + ec.traditional());

    assertThat(material().chain()).isEqualTo(ec.chain());
  }

  @Test
  public void shouldPutTheChainInOrder() throws Exception {
    List<X509Certificate> shuffled = new ArrayList<>(ec.chain());
    Collections.reverse(shuffled);
    shuffled.add(0, rsa.certificate());
    pair(Certificates.pem(shuffled), ec.pkcs8());

    assertThat(material().chain()).isEqualTo(ec.chain());
  }

  @Test
  public void shouldReadKeyStores() throws Exception {
    Files.writeString(folder.resolve("server.password"), "changeit");
    for (String name : List.of("server.p12", "server.pfx", "server.jks")) {
      Path file = folder.resolve(name);
      Files.write(file, rsa.store(name.endsWith("jks") ? "JKS" : "PKCS12", "changeit"));

      assertThat(material().key()).isEqualTo(rsa.key());
      assertThat(material().chain()).isEqualTo(rsa.chain());
      Files.delete(file);
    }
  }

  @Test
  public void shouldFindNothingInAPasswordAlone() throws Exception {
    Files.writeString(folder.resolve("server.password"), "changeit");

    assertThat(OperatorFiles.read(folder).material(Instant.now())).isEmpty();
  }

  @Test
  public void shouldSayWhatIsWrong() throws Exception {
    pair(ec.certificatesPem(), rsa.pkcs8());
    refused("server.crt with server.key: the private key does not belong to the certificate");

    pair("no certificate", ec.pkcs8());
    refused("server.crt with server.key: the certificate file holds no PEM certificate");

    pair("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", ec.pkcs8());
    refused("server.crt with server.key: the certificate cannot be parsed");

    pair(ec.certificatesPem(), "nothing");
    refused("the key file holds no PEM private key");

    pair(ec.certificatesPem(), ec.pkcs8().substring(0, 80));
    refused("the private key cannot be parsed");

    pair(ec.certificatesPem(), ec.pkcs8Encrypted("right"));
    refused("the private key is encrypted and server.password is missing or empty");

    Files.writeString(folder.resolve("server.password"), "wrong");
    refused("the private key cannot be decrypted with the password in server.password");

    pair(ec.certificatesPem(), ec.traditionalEncrypted("right"));
    refused("the private key cannot be decrypted with the password in server.password");

    Files.write(folder.resolve("server.p12"), ec.store("PKCS12", "right"));
    refused("more than one certificate: server.crt, server.key, server.p12; keep one");

    Files.delete(folder.resolve("server.crt"));
    Files.delete(folder.resolve("server.key"));
    refused("server.p12: the store cannot be opened");

    Files.delete(folder.resolve("server.password"));
    refused("(server.password is missing)");
  }

  @Test
  public void shouldRefuseHalfAPair() throws Exception {
    Files.writeString(folder.resolve("server.crt"), ec.certificatesPem());

    refused("server.crt with server.key: server.key is missing");
  }

  @Test
  public void shouldRefuseWhatIsOutOfDate() throws Exception {
    TestPki.Issued expired = pki.server(TestPki.days(-9), TestPki.days(-2));
    pair(expired.certificatesPem(), expired.pkcs8());
    refused("server.crt with server.key: the certificate of 'CN=server' expired at 20");

    TestPki.Issued early = pki.server(TestPki.days(2), TestPki.days(9));
    pair(early.certificatesPem(), early.pkcs8());
    refused("the certificate of 'CN=server' is valid only from 20");
  }

  @Test
  public void shouldRefuseAFileThatIsTooLargeOrAFolder() throws Exception {
    pair(ec.certificatesPem(), "x".repeat((1 << 20) + 1));
    refused("server.key is larger than 1 MiB");

    Files.delete(folder.resolve("server.key"));
    Files.createDirectory(folder.resolve("server.key"));
    refused("server.key cannot be read");
  }

  private void pair(String certificate, String key) throws Exception {
    Files.writeString(folder.resolve("server.crt"), certificate);
    Files.writeString(folder.resolve("server.key"), key);
  }

  private KeyMaterial material() throws Exception {
    return OperatorFiles.read(folder).material(Instant.now()).orElseThrow();
  }

  private void refused(String reason) {
    assertThatThrownBy(() -> OperatorFiles.read(folder).material(Instant.now()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(reason);
  }
}
