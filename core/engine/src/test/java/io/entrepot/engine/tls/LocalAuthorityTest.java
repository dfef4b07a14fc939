package io.entrepot.engine.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Security;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LocalAuthorityTest {
  private static final ServerNames NAMES =
      ServerNames.parse(
          "localhost, build7, build7.example.org, 127.0.0.1, ::1, 192.0.2.7, fd00::7");

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private final Instant now = Instant.now();
  private Path path;
  private PrivateFolder folder;

  @Before
  public void openFolder() throws Exception {
    path = temporary.getRoot().toPath().resolve("data/tls");
    folder = PrivateFolder.open(path);
  }

  @Test
  public void shouldKeepKeysForTheOwnerAlone() throws Exception {
    AuthorityFiles.create(folder, NAMES, now);

    assertThat(permissions(path)).isEqualTo("rwx------");
    assertThat(permissions(path.resolve("ca.key"))).isEqualTo("rw-------");
    assertThat(path).isDirectoryNotContaining(file -> file.toString().endsWith(".tmp"));
  }

  @Test
  public void shouldLoadWhatWasMade() throws Exception {
    LocalAuthority made = AuthorityFiles.create(folder, NAMES, now);

    LocalAuthority loaded = AuthorityFiles.load(PrivateFolder.open(path)).orElseThrow();

    assertThat(loaded.certificate()).isEqualTo(made.certificate());
    assertThat(loaded.key()).isEqualTo(made.key());
    assertThat(loaded.uncovered(NAMES)).isEmpty();
  }

  @Test
  public void shouldLoadKeysOfTheJdkWhereBouncyCastleIsRegistered() throws Exception {
    LocalAuthority made = AuthorityFiles.create(folder, NAMES, now);
    Security.addProvider(new BouncyCastleProvider());
    try {
      LocalAuthority loaded = AuthorityFiles.load(PrivateFolder.open(path)).orElseThrow();

      assertThat(loaded.key().getAlgorithm()).isEqualTo("EC");
      assertThat(loaded.key()).isEqualTo(made.key());
    } finally {
      Security.removeProvider(BouncyCastleProvider.PROVIDER_NAME);
    }
  }

  @Test
  public void shouldFindNothingInAnEmptyFolder() throws Exception {
    assertThat(AuthorityFiles.load(folder)).isEmpty();
  }

  @Test
  public void shouldMarkItsLimitsCritical() throws Exception {
    X509Certificate certificate = LocalAuthority.make(NAMES, now).certificate();

    assertThat(certificate.getCriticalExtensionOIDs())
        .containsExactlyInAnyOrder("2.5.29.19", "2.5.29.15", "2.5.29.30");
    assertThat(certificate.getBasicConstraints()).isZero();
    assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withECDSA");
    assertThat(Duration.between(now, certificate.getNotAfter().toInstant()).toDays())
        .isBetween(3650L, 3653L);
  }

  @Test
  public void shouldCoverNamesAndWhatLiesBelowThem() throws Exception {
    LocalAuthority authority = LocalAuthority.make(NAMES, now);

    ServerNames asked =
        ServerNames.parse(
            "docker.build7,sub.localhost,*.build7,xbuild7,example.org,127.9.9.9,192.0.2.8,fd00::8");

    assertThat(authority.uncovered(asked))
        .containsExactly("example.org", "xbuild7", "192.0.2.8", "fd00:0:0:0:0:0:0:8");
    assertThat(authority.covered(asked).all())
        .containsExactly("*.build7", "docker.build7", "sub.localhost", "127.9.9.9");
  }

  @Test
  public void shouldIssueCertificatesThatPkixAcceptsUnderTheConstraint() throws Exception {
    LocalAuthority authority = LocalAuthority.make(NAMES, now);
    X509Certificate leaf = authority.issue(NAMES, now).certificate();

    validate(authority, leaf);

    assertThat(Certificates.names(leaf)).containsExactlyElementsOf(NAMES.all());
    assertThat(Duration.between(leaf.getNotBefore().toInstant(), leaf.getNotAfter().toInstant()))
        .isEqualTo(Duration.ofDays(397));
  }

  @Test
  public void shouldBeRefusedByPkixForForeignHost() throws Exception {
    LocalAuthority authority = LocalAuthority.make(NAMES, now);
    X509Certificate leaf =
        authority.issue(ServerNames.parse("bank.example.com"), now).certificate();

    assertThatThrownBy(() -> validate(authority, leaf))
        .isInstanceOf(CertPathValidatorException.class)
        .hasMessageContaining("name constraints");
  }

  @Test
  public void shouldBeRefusedByPkixForForeignAddress() throws Exception {
    LocalAuthority authority = LocalAuthority.make(NAMES, now);
    X509Certificate leaf = authority.issue(ServerNames.parse("198.51.100.1"), now).certificate();

    assertThatThrownBy(() -> validate(authority, leaf))
        .isInstanceOf(CertPathValidatorException.class)
        .hasMessageContaining("name constraints");
  }

  @Test
  public void shouldNeverOutliveItself() throws Exception {
    LocalAuthority authority = LocalAuthority.make(NAMES, now);

    X509Certificate leaf =
        authority
            .issue(NAMES, now.plus(LocalAuthority.LIFE).minus(Duration.ofDays(30)))
            .certificate();

    assertThat(leaf.getNotAfter()).isEqualTo(authority.certificate().getNotAfter());
  }

  @Test
  public void shouldNotReplaceAnAuthorityWhoseKeyIsMissing() throws Exception {
    AuthorityFiles.create(folder, NAMES, now);
    Files.delete(path.resolve("ca.key"));

    assertThatThrownBy(() -> AuthorityFiles.load(folder))
        .hasMessageContaining(path.resolve("ca.key") + " is missing beside ca.crt");
  }

  @Test
  public void shouldNameTheFilesThatDoNotMatch() throws Exception {
    AuthorityFiles.create(folder, NAMES, now);
    byte[] key = Files.readAllBytes(path.resolve("ca.key"));
    AuthorityFiles.create(folder, NAMES, now);
    Files.write(path.resolve("ca.key"), key);

    assertThatThrownBy(() -> AuthorityFiles.load(folder))
        .hasMessageContaining("ca.crt and ca.key cannot be used: the private key does not belong");
  }

  @Test
  public void shouldKeepTheOldPairWhenARenewalIsCutOffBeforeTheKey() throws Exception {
    LocalAuthority old = AuthorityFiles.create(folder, NAMES, now);
    Files.writeString(path.resolve("ca.crt.new"), LocalAuthority.make(NAMES, now).certificatePem());

    LocalAuthority loaded = AuthorityFiles.load(folder).orElseThrow();

    assertThat(loaded.certificate()).isEqualTo(old.certificate());
    assertThat(path.resolve("ca.crt.new")).doesNotExist();
  }

  @Test
  public void shouldFinishARenewalThatIsCutOffAfterTheKey() throws Exception {
    AuthorityFiles.create(folder, NAMES, now);
    LocalAuthority next = LocalAuthority.make(NAMES, now);
    Files.writeString(path.resolve("ca.crt.new"), next.certificatePem());
    Files.writeString(
        path.resolve("ca.key"), Certificates.pem("PRIVATE KEY", next.key().getEncoded()));

    LocalAuthority loaded = AuthorityFiles.load(folder).orElseThrow();

    assertThat(loaded.certificate()).isEqualTo(next.certificate());
    assertThat(Files.readString(path.resolve("ca.crt"))).isEqualTo(next.certificatePem());
  }

  // Java holds intermediates to their constraint, not roots: the authority is seen as one.
  private static void validate(LocalAuthority authority, X509Certificate leaf) throws Exception {
    TestPki outer = new TestPki();
    PKIXParameters parameters =
        new PKIXParameters(Set.of(new TrustAnchor(outer.root.certificate(), null)));
    parameters.setRevocationEnabled(false);
    CertPath path =
        CertificateFactory.getInstance("X.509")
            .generateCertPath(List.of(leaf, outer.crossSign(authority.certificate())));
    CertPathValidator.getInstance("PKIX").validate(path, parameters);
  }

  private static String permissions(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
