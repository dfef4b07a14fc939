package io.entrepot.engine.tls;

import io.entrepot.engine.admin.CertificateView;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificate authority that this installation makes for itself at first start: EC P-256, ten
 * years, for TLS servers alone, and by a critical name constraint for this machine's names alone.
 *
 * <p>Go, OpenSSL, NSS and Chrome hold a trusted root to its own name constraints; Java's default
 * trust manager does not (RFC 5280 §6.2 leaves it open) and checks only those of intermediates.
 */
final class LocalAuthority {
  static final Duration LIFE = Duration.ofDays(3652);

  /** Public authorities' limit (CA/Browser Forum BR §6.3.2), which some clients hold ours to. */
  static final Duration LEAF_LIFE = Duration.ofDays(397);

  /** How far a client's clock may be behind ours. */
  private static final Duration SKEW = Duration.ofHours(1);

  // ub-common-name, RFC 5280 appendix A.1
  private static final int LONGEST_COMMON_NAME = 64;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final PrivateKey key;
  private final X509Certificate certificate;
  private final NameConstraint constraint;

  LocalAuthority(PrivateKey key, X509Certificate certificate) throws IOException {
    this.key = key;
    this.certificate = certificate;
    this.constraint = NameConstraint.read(certificate);
  }

  X509Certificate certificate() {
    return certificate;
  }

  /** This authority, for people. */
  CertificateView.Authority view() {
    return new CertificateView.Authority(
        certificate.getSubjectX500Principal().getName(),
        certificate.getNotAfter().toInstant(),
        Certificates.sha256(certificate));
  }

  PrivateKey key() {
    return key;
  }

  String certificatePem() {
    return Certificates.pem(List.of(certificate));
  }

  /** Those of the names that a certificate of this authority may carry. */
  ServerNames covered(ServerNames names) {
    return new ServerNames(
        names.hosts().stream().filter(constraint::covers).toList(),
        names.addresses().stream().filter(constraint::covers).toList());
  }

  /** Those of the names that clients would refuse. */
  List<String> uncovered(ServerNames names) {
    return names.all().stream().filter(name -> !constraint.covers(name)).toList();
  }

  boolean issued(X509Certificate leaf) {
    return leaf.getIssuerX500Principal().equals(certificate.getSubjectX500Principal())
        && Certificates.signedBy(leaf, certificate.getPublicKey());
  }

  /** Issues a certificate with a new key for exactly these names, from an hour ago. */
  KeyMaterial issue(ServerNames names, Instant now) throws IOException {
    Instant from = now.minus(SKEW);
    Instant to = min(from.plus(LEAF_LIFE), certificate.getNotAfter().toInstant());
    try {
      KeyPair pair = newKeyPair();
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new JcaX509CertificateHolder(certificate).getSubject(),
              newSerial(),
              Date.from(from),
              Date.from(to),
              distinguishedName("Entrepot server " + shownName(names)),
              pair.getPublic());
      JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
          .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
          .addExtension(Extension.extendedKeyUsage, false, serverAuthentication())
          .addExtension(
              Extension.authorityKeyIdentifier,
              false,
              ids.createAuthorityKeyIdentifier(certificate))
          .addExtension(
              Extension.subjectKeyIdentifier,
              false,
              ids.createSubjectKeyIdentifier(pair.getPublic()))
          .addExtension(Extension.subjectAlternativeName, false, alternativeNames(names));
      X509Certificate leaf = sign(builder, key);
      return new KeyMaterial(
          pair.getPrivate(), List.of(leaf, certificate), CertificateView.Source.LOCAL_AUTHORITY);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("a certificate cannot be issued", e);
    }
  }

  /** Makes a new authority for these names; nothing is stored. */
  static LocalAuthority make(ServerNames names, Instant now) throws IOException {
    try {
      KeyPair pair = newKeyPair();
      byte[] mark = new byte[4];
      RANDOM.nextBytes(mark);
      // The mark tells a renewed authority from the old one in a client's list of authorities.
      String commonName = "Entrepot CA " + HexFormat.of().formatHex(mark) + " " + shownName(names);
      X500Name name = distinguishedName(commonName);
      Instant from = now.minus(SKEW);
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              newSerial(),
              Date.from(from),
              Date.from(from.plus(LIFE)),
              name,
              pair.getPublic());
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
          .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
          .addExtension(Extension.extendedKeyUsage, false, serverAuthentication())
          .addExtension(
              Extension.subjectKeyIdentifier,
              false,
              new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()))
          .addExtension(Extension.nameConstraints, true, NameConstraint.of(names).extension());
      return new LocalAuthority(pair.getPrivate(), sign(builder, pair.getPrivate()));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("the local authority cannot be made", e);
    }
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    return Certificates.parse(
        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)).getEncoded());
  }

  private static GeneralNames alternativeNames(ServerNames names) {
    List<GeneralName> all = new ArrayList<>();
    names.hosts().forEach(host -> all.add(new GeneralName(GeneralName.dNSName, host)));
    names.addresses().forEach(ip -> all.add(new GeneralName(GeneralName.iPAddress, ip)));
    return new GeneralNames(all.toArray(GeneralName[]::new));
  }

  private static ExtendedKeyUsage serverAuthentication() {
    return new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth);
  }

  private static String shownName(ServerNames names) {
    return names.bases().stream().filter(h -> !h.equals("localhost")).findFirst().orElse("");
  }

  private static X500Name distinguishedName(String commonName) {
    String text = commonName.strip();
    String shortened = text.substring(0, Math.min(text.length(), LONGEST_COMMON_NAME));
    return new X500NameBuilder()
        .addRDN(BCStyle.O, "Entrepot")
        .addRDN(BCStyle.CN, shortened)
        .build();
  }

  private static KeyPair newKeyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  // Positive and at most 20 octets, RFC 5280 §4.1.2.2
  private static BigInteger newSerial() {
    return new BigInteger(126, RANDOM).setBit(126);
  }

  private static Instant min(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
