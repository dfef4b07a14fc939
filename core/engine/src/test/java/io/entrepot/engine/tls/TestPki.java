package io.entrepot.engine.tls;

import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An operator's own certificates: root, intermediate, server, in all forms that files have. */
public final class TestPki {
  public final Issued root;
  final Issued intermediate;

  public TestPki() throws Exception {
    root = issue("Root", "EC", Optional.empty(), true, days(-1), days(100));
    intermediate = issue("Between", "EC", Optional.of(root), true, days(-1), days(100));
  }

  /** A key, its certificate and those above it. */
  public record Issued(PrivateKey key, List<X509Certificate> chain) {
    X509Certificate certificate() {
      return chain.get(0);
    }

    public String certificatesPem() {
      return Certificates.pem(chain);
    }

    public String pkcs8() {
      return Certificates.pem("PRIVATE KEY", key.getEncoded());
    }

    /** PKCS#1 for RSA, SEC 1 for EC. */
    String traditional() throws Exception {
      return write(new JcaMiscPEMGenerator(withParameters()));
    }

    String traditionalEncrypted(String password) throws Exception {
      return write(
          new JcaMiscPEMGenerator(
              withParameters(),
              new JcePEMEncryptorBuilder("AES-256-CBC")
                  .setProvider(new BouncyCastleProvider())
                  .build(password.toCharArray())));
    }

    String pkcs8Encrypted(String password) throws Exception {
      return write(
          new JcaPKCS8Generator(
              key,
              new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                  .setProvider(new BouncyCastleProvider())
                  .setPassword(password.toCharArray())
                  .build()));
    }

    public byte[] store(String type, String password) throws Exception {
      KeyStore store = KeyStore.getInstance(type);
      store.load(null, null);
      store.setKeyEntry("mine", key, password.toCharArray(), chain.toArray(X509Certificate[]::new));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      store.store(out, password.toCharArray());
      return out.toByteArray();
    }

    // SEC 1 names the curve inside the key, which the JDK's own encoding leaves out.
    private Object withParameters() throws Exception {
      if (key instanceof java.security.interfaces.ECPrivateKey ec) {
        ASN1ObjectIdentifier curve = SECObjectIdentifiers.secp256r1;
        return new PrivateKeyInfo(
            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve),
            new ECPrivateKey(256, ec.getS(), curve));
      }
      return key;
    }

    private static String write(Object part) throws Exception {
      StringWriter text = new StringWriter();
      try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
        writer.writeObject(part);
      }
      return text.toString();
    }
  }

  public Issued server(String algorithm) throws Exception {
    return issue("server", algorithm, Optional.of(intermediate), false, days(-1), days(50));
  }

  Issued server(Instant from, Instant to) throws Exception {
    return issue("server", "EC", Optional.of(intermediate), false, from, to);
  }

  /** The same subject, key and extensions under our root: an authority seen as an intermediate. */
  X509Certificate crossSign(X509Certificate authority) throws Exception {
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            X500Name.getInstance(subjectOf(root.certificate())),
            BigInteger.valueOf(System.nanoTime()),
            authority.getNotBefore(),
            authority.getNotAfter(),
            X500Name.getInstance(subjectOf(authority)),
            authority.getPublicKey());
    Extensions extensions = new JcaX509CertificateHolder(authority).getExtensions();
    for (ASN1ObjectIdentifier id : extensions.getExtensionOIDs()) {
      builder.addExtension(extensions.getExtension(id));
    }
    return Certificates.parse(
        builder
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(root.key()))
            .getEncoded());
  }

  static Instant days(int days) {
    return Instant.now().plus(Duration.ofDays(days));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static Issued issue(
      String name, String algorithm, Optional<Issued> issuer, boolean ca, Instant from, Instant to)
      throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
    KeyPair pair = generator.generateKeyPair();
    X500Name subject = new X500Name("CN=" + name);
    X500Name issuerName =
        issuer.map(i -> X500Name.getInstance(subjectOf(i.certificate()))).orElse(subject);
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuerName,
            BigInteger.valueOf(System.nanoTime()),
            Date.from(from),
            Date.from(to),
            subject,
            pair.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
    if (!ca) {
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(
              new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
    }
    PrivateKey signer = issuer.map(Issued::key).orElse(pair.getPrivate());
    X509Certificate certificate =
        Certificates.parse(
            builder
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer))
                .getEncoded());
    List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
    issuer.ifPresent(i -> chain.addAll(i.chain()));
    return new Issued(pair.getPrivate(), chain);
  }

  private static byte[] subjectOf(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getEncoded();
  }
}
