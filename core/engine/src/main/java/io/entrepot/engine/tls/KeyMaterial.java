package io.entrepot.engine.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key and its certificate chain, the server's own certificate first.
 *
 * @param source where it comes from
 */
public record KeyMaterial(PrivateKey key, List<X509Certificate> chain, Source source) {
  /** The password of {@link #keyStore()}; the store never leaves memory, so it protects nothing. */
  public static final String PASSWORD = "memory";

  /** Where a certificate comes from. */
  public enum Source {
    /** Issued here, by the authority made at first start. */
    LOCAL_AUTHORITY,
    /** Put into the data folder by the operator. */
    FILE
  }

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
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server", key, PASSWORD.toCharArray(), chain.toArray(X509Certificate[]::new));
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a key store in memory cannot be made", e);
    }
  }

  /** Keeps the private key out of logs. */
  @Override
  public String toString() {
    return source + " " + certificate().getSubjectX500Principal();
  }
}
