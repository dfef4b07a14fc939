package io.entrepot.engine.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/** Certificates and keys that settings hold as PEM (RFC 7468). */
public final class PemStores {

  private PemStores() {}

  /**
   * The certificates of a text.
   *
   * @throws IOException if it has none, or one that cannot be parsed
   */
  public static List<X509Certificate> certificates(String pem) throws IOException {
    List<X509Certificate> found;
    try {
      found = Certificates.parsePem(pem.getBytes(StandardCharsets.US_ASCII));
    } catch (CertificateException | IOException | RuntimeException e) {
      throw new IOException("a certificate of it cannot be parsed", e);
    }
    if (found.isEmpty()) {
      throw new IOException("it has no PEM certificate");
    }
    return found;
  }

  /**
   * A store with the key of a text and its chain; its password is empty.
   *
   * @throws IOException if there is no unencrypted key, no certificate, or they do not belong
   *     together; never quoting the key
   */
  public static KeyStore keys(String pem) throws IOException {
    byte[] text = pem.getBytes(StandardCharsets.US_ASCII);
    try {
      KeyMaterial pair = PemPair.parse(text, text, "");
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "client", pair.key(), new char[0], pair.chain().toArray(X509Certificate[]::new));
      return store;
    } catch (RefusedException e) {
      throw new IOException(e.getMessage(), e);
    } catch (GeneralSecurityException e) {
      throw new IOException("its key cannot be used", e);
    }
  }
}
