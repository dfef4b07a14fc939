package io.entrepot.engine.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;

/** A Jetty on 127.0.0.1 that answers "hello" over TLS, and clients that verify what they see. */
final class TlsTestServer implements AutoCloseable {
  private final Server server = new Server();
  private final ServerConnector connector;
  private final JettyTls tls;

  TlsTestServer(ServerCertificates certificates) throws Exception {
    tls = new JettyTls(certificates);
    HttpConfiguration http = new HttpConfiguration();
    http.addCustomizer(tls.secureRequests());
    connector =
        new ServerConnector(
            server,
            1,
            1,
            new SslConnectionFactory(tls.factory(), HttpVersion.HTTP_1_1.asString()),
            new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            Content.Sink.write(response, true, "hello", callback);
            return true;
          }
        });
    server.start();
  }

  int port() {
    return connector.getLocalPort();
  }

  /** Connects to 127.0.0.1 under a name, checking chain and name as HTTPS clients do. */
  SSLSocket connect(X509Certificate trusted, String name, String... protocols) throws Exception {
    Socket plain = new Socket();
    plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
    SSLSocket socket =
        (SSLSocket) trusting(trusted).getSocketFactory().createSocket(plain, name, port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    if (protocols.length > 0) {
      parameters.setProtocols(protocols);
    }
    socket.setSSLParameters(parameters);
    try {
      socket.startHandshake();
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    return socket;
  }

  /** The certificate that a new connection is shown. */
  X509Certificate shown(X509Certificate trusted) throws Exception {
    try (SSLSocket socket = connect(trusted, "127.0.0.1")) {
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  /** One request on an open connection; its status line. */
  static String ask(SSLSocket socket, String host) throws IOException {
    socket.getOutputStream().write(TestPki.bytes("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n"));
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("hello") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        break;
      }
      answer.append((char) next);
    }
    return answer.substring(0, Math.max(0, answer.indexOf("\r\n")));
  }

  static SSLContext trusting(X509Certificate certificate) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", certificate);
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the server did not stop", e);
    }
    tls.close();
  }
}
