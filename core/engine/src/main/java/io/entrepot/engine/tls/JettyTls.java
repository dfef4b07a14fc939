package io.entrepot.engine.tls;

import java.security.KeyStore;
import java.util.Optional;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * TLS for Jetty's connectors, all of which share one factory: TLS 1.2 and 1.3, suites with forward
 * secrecy and authenticated encryption (all of which HTTP/2 allows, RFC 9113 §9.2.2), no client
 * certificates. A new certificate serves new connections; open ones go on.
 */
public final class JettyTls implements AutoCloseable {
  private final ServerCertificates certificates;
  private final SslContextFactory.Server factory = new SslContextFactory.Server();
  private final ServerCertificates.Registration registration;
  private Optional<KeyMaterial> applied = Optional.empty();

  /**
   * Starts the factory with the certificate of now.
   *
   * @throws IllegalStateException if the JVM's TLS cannot use the certificate
   */
  public JettyTls(ServerCertificates certificates) {
    this.certificates = certificates;
    factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    factory.addExcludeCipherSuites(".*_CBC_.*");
    factory.setRenegotiationAllowed(false);
    // Connectors are reached by addresses and by names that come later: any name gets in.
    factory.setSniRequired(false);
    factory.setKeyStorePassword(KeyMaterial.PASSWORD);
    registration = certificates.onChange(changed -> apply());
    start();
  }

  /** The started factory, for {@code new SslConnectionFactory(factory, …)}. */
  public SslContextFactory.Server factory() {
    return factory;
  }

  /**
   * Marks requests as secure. Without the check of the Host header against the certificate that
   * Jetty's default makes, which would answer 400 where the client has accepted the certificate by
   * other means (behind a TCP proxy, or told not to verify).
   */
  public SecureRequestCustomizer secureRequests() {
    return new SecureRequestCustomizer(false);
  }

  /** Takes no more changes and stops the factory; connectors must be closed before. */
  @Override
  public void close() {
    registration.close();
    try {
      factory.stop();
    } catch (Exception e) {
      throw new IllegalStateException("TLS cannot be stopped", e);
    }
  }

  private synchronized void start() {
    apply();
    try {
      factory.start();
    } catch (Exception e) {
      registration.close();
      throw new IllegalStateException("TLS cannot be started", e);
    }
  }

  // What is current counts, not what was announced: two changes may overtake each other.
  private synchronized void apply() {
    KeyMaterial current = certificates.material();
    if (applied.isPresent() && applied.get().equals(current)) {
      return;
    }
    KeyStore store = current.keyStore();
    if (factory.isStarted()) {
      try {
        factory.reload(f -> f.setKeyStore(store));
      } catch (Exception e) {
        throw new IllegalStateException("TLS cannot use " + current, e);
      }
    } else {
      factory.setKeyStore(store);
    }
    applied = Optional.of(current);
  }
}
