package io.entrepot.engine.upstream;

import io.entrepot.engine.tls.PemStores;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Whom TLS believes, and what it shows of us: to the upstream's own site alone. */
final class Trust {

  private Trust() {}

  /** As the machine has it. */
  static SslContextFactory.Client standard() {
    return new SslContextFactory.Client();
  }

  /**
   * With an upstream's own authorities and certificate.
   *
   * @throws IllegalArgumentException naming the setting if it cannot be read
   */
  static SslContextFactory.Client of(UpstreamSettings settings) {
    SslContextFactory.Client factory = standard();
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          settings.client().isPresent()
              ? new KeyManager[] {keys(settings.client().get(), settings.site())}
              : null,
          settings.trusted().isPresent()
              ? trust(settings.trusted().get()).getTrustManagers()
              : null,
          null);
      factory.setSslContext(context);
      return factory;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("TLS to '" + settings + "' cannot be set up", e);
    }
  }

  private static TrustManagerFactory trust(String pem) throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      TrustManagerFactory machine =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      machine.init((KeyStore) null);
      int number = 0;
      for (var manager : machine.getTrustManagers()) {
        for (X509Certificate one : ((X509TrustManager) manager).getAcceptedIssuers()) {
          store.setCertificateEntry("machine-" + number++, one);
        }
      }
      for (X509Certificate one : PemStores.certificates(pem)) {
        store.setCertificateEntry("own-" + number++, one);
      }
      TrustManagerFactory all =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      all.init(store);
      return all;
    } catch (IOException e) {
      throw new WrongSettingException("httpClient.connection.trustedCertificates", e.getMessage());
    }
  }

  private static KeyManager keys(String pem, Site own) throws GeneralSecurityException {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(PemStores.keys(pem), new char[0]);
      return new OwnSiteKeys((X509ExtendedKeyManager) keys.getKeyManagers()[0], own);
    } catch (IOException e) {
      throw new WrongSettingException("httpClient.connection.clientCertificate", e.getMessage());
    }
  }

  /** Has a certificate to show at one site, and none at others. */
  private static final class OwnSiteKeys extends X509ExtendedKeyManager {

    private final X509ExtendedKeyManager keys;
    private final Site own;

    OwnSiteKeys(X509ExtendedKeyManager keys, Site own) {
      this.keys = keys;
      this.own = own;
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
      boolean there =
          own.host().equalsIgnoreCase(engine.getPeerHost()) && own.port() == engine.getPeerPort();
      return there ? keys.chooseEngineClientAlias(types, issuers, engine) : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return keys.getCertificateChain(alias);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return keys.getPrivateKey(alias);
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return keys.getClientAliases(type, issuers);
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return null;
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return null;
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return null;
    }
  }
}
