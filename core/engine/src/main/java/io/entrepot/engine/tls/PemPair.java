package io.entrepot.engine.tls;

import io.entrepot.engine.admin.CertificateView;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/**
 * A private key and its certificates in PEM: PKCS#8, PKCS#1 (RSA) and SEC 1 (EC), the key perhaps
 * encrypted (PKCS#8 or OpenSSL's older way).
 */
final class PemPair {
  private static final Map<ASN1ObjectIdentifier, String> JDK_NAMES =
      Map.of(
          X9ObjectIdentifiers.id_ecPublicKey,
          "EC",
          PKCSObjectIdentifiers.rsaEncryption,
          "RSA",
          PKCSObjectIdentifiers.id_RSASSA_PSS,
          "RSASSA-PSS",
          EdECObjectIdentifiers.id_Ed25519,
          "Ed25519",
          EdECObjectIdentifiers.id_Ed448,
          "Ed448");

  private PemPair() {}

  /**
   * Parses the pair and puts the chain in order.
   *
   * @param password for an encrypted key; empty if there is none
   * @throws RefusedException if a part cannot be parsed or the two do not belong together
   */
  static KeyMaterial parse(byte[] keyPem, byte[] certificatePem, String password)
      throws RefusedException {
    List<X509Certificate> certificates;
    try {
      certificates = Certificates.parsePem(certificatePem);
    } catch (CertificateException | IOException | RuntimeException e) {
      throw new RefusedException("the certificate cannot be parsed: " + RefusedException.reason(e));
    }
    if (certificates.isEmpty()) {
      throw new RefusedException("the certificate file holds no PEM certificate");
    }
    PrivateKey key = key(keyPem, password);
    return new KeyMaterial(key, Chains.order(key, certificates), CertificateView.Source.FILE);
  }

  private static PrivateKey key(byte[] pem, String password) throws RefusedException {
    try (PEMParser parser =
        new PEMParser(new StringReader(new String(pem, StandardCharsets.ISO_8859_1)))) {
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        // Parameters of the curve or certificates may stand before the key.
        if (part instanceof PrivateKeyInfo
            || part instanceof PEMKeyPair
            || part instanceof PEMEncryptedKeyPair
            || part instanceof PKCS8EncryptedPrivateKeyInfo) {
          return key(decrypt(part, password));
        }
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new RefusedException("the private key cannot be parsed: " + RefusedException.reason(e));
    }
    throw new RefusedException("the key file holds no PEM private key");
  }

  /**
   * Keys of the JDK, which TLS needs: Bouncy Castle's own converter gives keys of the kind ECDSA
   * where its provider is registered with the JVM.
   */
  private static PrivateKey key(PrivateKeyInfo info) throws IOException, GeneralSecurityException {
    ASN1ObjectIdentifier kind = info.getPrivateKeyAlgorithm().getAlgorithm();
    return KeyFactory.getInstance(JDK_NAMES.getOrDefault(kind, kind.getId()))
        .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
  }

  private static PrivateKeyInfo decrypt(Object part, String password)
      throws IOException, RefusedException {
    if (part instanceof PrivateKeyInfo plain) {
      return plain;
    }
    if (part instanceof PEMKeyPair plain) {
      if (plain.getPrivateKeyInfo() == null) {
        throw new PEMException("the private half is missing");
      }
      return plain.getPrivateKeyInfo();
    }
    if (password.isEmpty()) {
      throw new RefusedException(
          "the private key is encrypted and " + OperatorFiles.PASSWORD + " is missing or empty");
    }
    // Not registered with the JVM: only these two decryptions need it.
    BouncyCastleProvider provider = new BouncyCastleProvider();
    try {
      if (part instanceof PEMEncryptedKeyPair encrypted) {
        return encrypted
            .decryptKeyPair(
                new JcePEMDecryptorProviderBuilder()
                    .setProvider(provider)
                    .build(password.toCharArray()))
            .getPrivateKeyInfo();
      }
      return ((PKCS8EncryptedPrivateKeyInfo) part)
          .decryptPrivateKeyInfo(
              new JceOpenSSLPKCS8DecryptorProviderBuilder()
                  .setProvider(provider)
                  .build(password.toCharArray()));
    } catch (IOException | PKCSException | OperatorCreationException e) {
      throw new RefusedException(
          "the private key cannot be decrypted with the password in "
              + OperatorFiles.PASSWORD
              + ": "
              + RefusedException.reason(e));
    }
  }
}
