package io.entrepot.engine.tls;

import io.entrepot.engine.admin.CertificateView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The local authority and the server certificate it issued last, made when first asked for and kept
 * in {@code tls/leaf.pem} (key and certificate in one file, so that they always match). Not
 * thread-safe.
 */
final class LocalCertificates {
  static final String LEAF_FILE = "leaf.pem";
  private static final Logger log = LoggerFactory.getLogger(LocalCertificates.class);
  private static final Duration NOTICE = Duration.ofDays(90);

  private final PrivateFolder folder;
  private Optional<LocalAuthority> authority = Optional.empty();
  private Optional<KeyMaterial> leaf = Optional.empty();
  private List<String> uncovered = List.of();
  private boolean noticed;

  LocalCertificates(PrivateFolder folder) {
    this.folder = folder;
  }

  /** The authority, if one was loaded or made since start. */
  Optional<LocalAuthority> authority() {
    return authority;
  }

  /** The names of the last {@link #current} that the authority may not vouch for. */
  List<String> uncovered() {
    return uncovered;
  }

  /**
   * The certificate for these names: the stored one while it carries exactly them and has a third
   * of its life before it, else a new one.
   */
  KeyMaterial current(ServerNames names, Instant now) throws IOException {
    LocalAuthority ours = usableAuthority(names, now);
    report(ours, names);
    ServerNames wanted = alternatives(ours.covered(names));
    if (leaf.isEmpty()) {
      leaf = load();
    }
    if (leaf.isPresent() && fits(leaf.get().certificate(), ours, wanted, now)) {
      return leaf.get();
    }
    KeyMaterial issued = ours.issue(wanted, now);
    store(issued);
    leaf = Optional.of(issued);
    log.info(
        "Issued a TLS certificate for {}, valid until {}",
        wanted.all(),
        issued.certificate().getNotAfter().toInstant());
    return issued;
  }

  /** Makes a new authority for all these names; clients must trust it anew. */
  void renewAuthority(ServerNames names, Instant now) throws IOException {
    authority = Optional.of(AuthorityFiles.create(folder, names, now));
    noticed = false;
    log.info(
        "Made the TLS authority '{}' for {}; clients trust it by its certificate, /ca.crt",
        authority.get().certificate().getSubjectX500Principal(),
        names.all());
  }

  private LocalAuthority usableAuthority(ServerNames names, Instant now) throws IOException {
    if (authority.isEmpty()) {
      if (folder.path(AuthorityFiles.KEY_FILE).toFile().exists()
          && folder.restrict(AuthorityFiles.KEY_FILE)) {
        log.warn(
            "{} was open to others and is the owner's alone now",
            folder.path(AuthorityFiles.KEY_FILE));
      }
      authority = AuthorityFiles.load(folder);
    }
    if (authority.isEmpty()) {
      renewAuthority(names, now);
      return authority.orElseThrow();
    }
    Instant end = authority.get().certificate().getNotAfter().toInstant();
    if (!now.isBefore(end)) {
      // No client accepts it any longer, so nobody's trust is taken away.
      log.warn("The TLS authority expired at {}; clients must trust the new one", end);
      renewAuthority(names, now);
    } else if (now.isAfter(end.minus(NOTICE)) && !noticed) {
      noticed = true;
      log.warn("The TLS authority expires at {}: run 'certificate:renew' before", end);
    }
    return authority.orElseThrow();
  }

  private void report(LocalAuthority ours, ServerNames names) {
    List<String> now = ours.uncovered(names);
    if (!now.isEmpty() && !now.equals(uncovered)) {
      log.warn(
          "The TLS authority is not made for {}, so clients refuse https there: run"
              + " 'certificate:renew' and let them trust the new /ca.crt",
          now);
    }
    uncovered = now;
  }

  /** The names themselves, and one label below those that lie below no other. */
  private static ServerNames alternatives(ServerNames names) {
    List<String> hosts = new ArrayList<>(names.hosts());
    names.bases().stream()
        // *.example.org alone does not ask for example.org's neighbours, and has its star already.
        .filter(names.hosts()::contains)
        .forEach(base -> hosts.add("*." + base));
    return new ServerNames(hosts, names.addresses());
  }

  private static boolean fits(
      X509Certificate certificate, LocalAuthority authority, ServerNames wanted, Instant now) {
    Instant from = certificate.getNotBefore().toInstant();
    Duration life = Duration.between(from, certificate.getNotAfter().toInstant());
    Instant renewal = from.plus(life.multipliedBy(2).dividedBy(3));
    return !now.isBefore(from)
        && now.isBefore(renewal)
        && authority.issued(certificate)
        && new HashSet<>(ServerNames.of(Certificates.names(certificate)).all())
            .equals(new HashSet<>(wanted.all()));
  }

  private Optional<KeyMaterial> load() throws IOException {
    Optional<byte[]> pem = folder.read(LEAF_FILE);
    if (pem.isEmpty()) {
      return Optional.empty();
    }
    try {
      KeyMaterial read = PemPair.parse(pem.get(), pem.get(), "");
      return Optional.of(
          new KeyMaterial(read.key(), read.chain(), CertificateView.Source.LOCAL_AUTHORITY));
    } catch (RefusedException e) {
      log.warn("{} is replaced: {}", folder.path(LEAF_FILE), e.getMessage());
      return Optional.empty();
    }
  }

  private void store(KeyMaterial issued) throws IOException {
    String pem =
        Certificates.pem("PRIVATE KEY", issued.key().getEncoded())
            + Certificates.pem(issued.chain());
    folder.write(LEAF_FILE, pem.getBytes(StandardCharsets.US_ASCII), PrivateFolder.OWNER_ONLY);
  }
}
