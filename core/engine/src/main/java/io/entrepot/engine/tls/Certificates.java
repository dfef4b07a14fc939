package io.entrepot.engine.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/** What is read off certificates, and their PEM form (RFC 7468). */
final class Certificates {
  private static final int SAN_DNS = 2;
  private static final int SAN_ADDRESS = 7;

  private Certificates() {}

  /** Parses DER. */
  static X509Certificate parse(byte[] der) throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
  }

  /** The certificates of a PEM file in its order; what else it holds is passed over. */
  static List<X509Certificate> parsePem(byte[] pem) throws IOException, CertificateException {
    List<X509Certificate> certificates = new ArrayList<>();
    try (PemReader reader =
        new PemReader(new StringReader(new String(pem, StandardCharsets.ISO_8859_1)))) {
      for (PemObject part = reader.readPemObject(); part != null; part = reader.readPemObject()) {
        switch (part.getType()) {
          case "CERTIFICATE", "X509 CERTIFICATE" -> certificates.add(parse(part.getContent()));
          default -> {
            // A key or parameters beside the certificate.
          }
        }
      }
    }
    return certificates;
  }

  static String pem(Collection<X509Certificate> certificates) {
    try {
      StringBuilder pem = new StringBuilder();
      for (X509Certificate certificate : certificates) {
        pem.append(pem("CERTIFICATE", certificate.getEncoded()));
      }
      return pem.toString();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a parsed certificate has no encoding", e);
    }
  }

  static String pem(String type, byte[] der) {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, der));
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return text.toString();
  }

  /** The SHA-256 of the certificate, 64 hexadecimal digits. */
  static String sha256(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("SHA-256 of a certificate cannot be made", e);
    }
  }

  /**
   * Host names and addresses among the subject's alternative names, as the certificate has them.
   */
  static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> alternative : alternatives) {
          int type = (Integer) alternative.get(0);
          if (type == SAN_DNS || type == SAN_ADDRESS) {
            names.add((String) alternative.get(1));
          }
        }
      }
    } catch (CertificateParsingException e) {
      throw new IllegalStateException("a parsed certificate has unreadable names", e);
    }
    return List.copyOf(names);
  }

  /** Whether the key of {@code issuer} signed the certificate. */
  static boolean signedBy(X509Certificate certificate, PublicKey issuer) {
    try {
      certificate.verify(issuer);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
