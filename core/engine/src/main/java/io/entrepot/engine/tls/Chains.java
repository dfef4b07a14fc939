package io.entrepot.engine.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts certificates in the order in which TLS sends them, and judges whether they can serve. */
final class Chains {
  private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
  private static final String ANY_PURPOSE = "2.5.29.37.0";
  private static final int SMALLEST_RSA_KEY = 2048;

  private Chains() {}

  /**
   * The key's certificate, then each one's issuer as far as they are there; what does not belong to
   * the chain is left out.
   *
   * @throws RefusedException if no certificate belongs to the key
   */
  static List<X509Certificate> order(PrivateKey key, List<X509Certificate> certificates)
      throws RefusedException {
    List<X509Certificate> rest = new ArrayList<>(certificates);
    X509Certificate last = null;
    for (X509Certificate certificate : rest) {
      if (matches(key, certificate.getPublicKey())) {
        last = certificate;
        break;
      }
    }
    if (last == null) {
      throw new RefusedException("the private key does not belong to the certificate");
    }
    List<X509Certificate> chain = new ArrayList<>();
    for (Optional<X509Certificate> next = Optional.of(last);
        next.isPresent();
        next = issuer(chain.get(chain.size() - 1), rest)) {
      chain.add(next.get());
      rest.remove(next.get());
    }
    return chain;
  }

  /**
   * Refuses what clients would refuse for certain.
   *
   * @throws RefusedException if a certificate of the chain is out of date, or the first one is not
   *     for servers
   */
  static void check(KeyMaterial material, Instant now) throws RefusedException {
    for (X509Certificate certificate : material.chain()) {
      String subject = certificate.getSubjectX500Principal().getName();
      Instant from = certificate.getNotBefore().toInstant();
      Instant to = certificate.getNotAfter().toInstant();
      if (now.isAfter(to)) {
        throw new RefusedException("the certificate of '" + subject + "' expired at " + to);
      }
      if (now.isBefore(from)) {
        throw new RefusedException(
            "the certificate of '" + subject + "' is valid only from " + from, from);
      }
    }
    if (!isForServers(material.certificate())) {
      throw new RefusedException("the certificate's extended key usage leaves out TLS servers");
    }
    if (material.certificate().getPublicKey() instanceof RSAKey rsa
        && rsa.getModulus().bitLength() < SMALLEST_RSA_KEY) {
      throw new RefusedException(
          "the RSA key has " + rsa.getModulus().bitLength() + " bits, less than 2048");
    }
  }

  private static boolean isForServers(X509Certificate certificate) {
    try {
      List<String> purposes = certificate.getExtendedKeyUsage();
      return purposes == null
          || purposes.contains(SERVER_AUTHENTICATION)
          || purposes.contains(ANY_PURPOSE);
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  private static Optional<X509Certificate> issuer(
      X509Certificate of, List<X509Certificate> candidates) {
    return candidates.stream()
        .filter(c -> c.getSubjectX500Principal().equals(of.getIssuerX500Principal()))
        .filter(c -> Certificates.signedBy(of, c.getPublicKey()))
        .findFirst();
  }

  /** Signs something and verifies it: the one test that holds for every kind of key. */
  private static boolean matches(PrivateKey key, PublicKey candidate) throws RefusedException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
          default ->
              throw new RefusedException(
                  "a private key of the kind " + key.getAlgorithm() + " cannot serve TLS here");
        };
    byte[] sample = new byte[32];
    new SecureRandom().nextBytes(sample);
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(sample);
      byte[] signed = signature.sign();
      signature.initVerify(candidate);
      signature.update(sample);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
