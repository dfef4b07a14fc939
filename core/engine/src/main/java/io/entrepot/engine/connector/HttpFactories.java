package io.entrepot.engine.connector;

import io.entrepot.engine.tls.JettyTls;
import java.util.List;
import org.eclipse.jetty.alpn.java.server.JDK9ServerALPNProcessor;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;

/** Makes Jetty's connectors: HTTP/1.1 in the clear, HTTP/2 and HTTP/1.1 over TLS. */
final class HttpFactories {

  /** Without a byte for so long, a connection is given up; there is no limit on the whole. */
  private static final int IDLE_MILLIS = 30_000;

  /** Tokens for many repositories are long. */
  private static final int HEAD_BYTES = 32 * 1024;

  /** What an upload is read in: as large as the buffers that Jetty pools. */
  private static final int READ_BYTES = 64 * 1024;

  /** Its name in ALPN (RFC 7301 §6), which is not how HTTP itself writes it. */
  private static final String HTTP_1 = "http/1.1";

  /** How far a client may be ahead of us in HTTP/2, before it has to wait a round trip. */
  private static final int STREAM_WINDOW_BYTES = 2 * 1024 * 1024;

  private static final int SESSION_WINDOW_BYTES = 4 * 1024 * 1024;

  private final TrustedProxies proxies;
  private final JettyTls tls;

  HttpFactories(TrustedProxies proxies, JettyTls tls) {
    this.proxies = proxies;
    this.tls = tls;
  }

  /**
   * A connector, not yet open.
   *
   * @param selectors threads that watch its connections
   */
  ServerConnector connector(Server server, boolean secure, int selectors) {
    ConnectionFactory[] factories =
        secure ? secure().toArray(ConnectionFactory[]::new) : new ConnectionFactory[] {plain()};
    ServerConnector connector = new ServerConnector(server, 0, selectors, factories);
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setShutdownIdleTimeout(IDLE_MILLIS);
    return connector;
  }

  /** Jetty finds its TLS extensions through the thread's context class loader. */
  static ClassLoader loader() {
    return JDK9ServerALPNProcessor.class.getClassLoader();
  }

  private HttpConnectionFactory plain() {
    return new HttpConnectionFactory(configuration());
  }

  private List<ConnectionFactory> secure() {
    HttpConfiguration configuration = configuration();
    configuration.getCustomizers().add(0, tls.secureRequests());
    HttpConnectionFactory http = new HttpConnectionFactory(configuration);
    ALPNServerConnectionFactory alpn = alpn();
    return List.of(
        new SslConnectionFactory(tls.factory(), alpn.getProtocol()),
        alpn,
        http2(configuration),
        http);
  }

  /** It looks for the TLS extensions as soon as it is made, on whichever thread that is. */
  private static ALPNServerConnectionFactory alpn() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader());
    try {
      ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory("h2", HTTP_1);
      alpn.setDefaultProtocol(HTTP_1);
      return alpn;
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static HTTP2ServerConnectionFactory http2(HttpConfiguration configuration) {
    HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(configuration);
    http2.setInitialStreamRecvWindow(STREAM_WINDOW_BYTES);
    http2.setInitialSessionRecvWindow(SESSION_WINDOW_BYTES);
    return http2;
  }

  private HttpConfiguration configuration() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setRequestHeaderSize(HEAD_BYTES);
    configuration.setResponseHeaderSize(HEAD_BYTES);
    configuration.setInputBufferSize(READ_BYTES);
    configuration.setRelativeRedirectAllowed(true);
    // The first handler judges paths, in one place, and refuses in the form that clients read.
    configuration.setUriCompliance(UriCompliance.UNSAFE);
    configuration.addCustomizer(proxies);
    return configuration;
  }
}
