package io.entrepot.engine.tls;

import io.entrepot.engine.admin.CertificateView;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A private key and its certificate chain, the server's own certificate first.
 *
 * @param source where it comes from
 */
public record KeyMaterial(
    PrivateKey key, List<X509Certificate> chain, CertificateView.Source source) {
  /** The password of {@link #keyStore()}; the store never leaves memory, so it protects nothing. */
  public static final String PASSWORD = "memory";

  /** Refuses an empty chain. */
  public KeyMaterial {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("the certificate chain is empty");
    }
  }

  /** The server's own certificate. */
  public X509Certificate certificate() {
    return chain.get(0);
  }

  /** A new key store in memory that holds this key under the alias {@code server}. */
  public KeyStore keyStore() {
    try {
      // Not PKCS12: its thousands of rounds of a key's encryption are a noticeable part of a start.
      KeyStore store = KeyStore.getInstance("JKS");
      store.load(null, null);
      store.setKeyEntry(
          "server", key, PASSWORD.toCharArray(), chain.toArray(X509Certificate[]::new));
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a key store in memory cannot be made", e);
    }
  }

  /**
   * This certificate, for people.
   *
   * @param authority the one that issued it, if it is ours
   * @param uncovered names of this machine that it cannot be made out to
   * @param refusal why another one is not in force
   */
  CertificateView view(
      Optional<LocalAuthority> authority, List<String> uncovered, Optional<String> refusal) {
    X509Certificate own = certificate();
    return new CertificateView(
        source,
        own.getSubjectX500Principal().getName(),
        own.getIssuerX500Principal().getName(),
        Certificates.names(own),
        own.getNotBefore().toInstant(),
        own.getNotAfter().toInstant(),
        Certificates.sha256(own),
        authority.map(LocalAuthority::view),
        uncovered,
        refusal);
  }

  /** Keeps the private key out of logs. */
  @Override
  public String toString() {
    return source + " " + certificate().getSubjectX500Principal();
  }
}
