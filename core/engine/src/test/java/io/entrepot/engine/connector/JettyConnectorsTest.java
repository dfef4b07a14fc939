package io.entrepot.engine.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.ConnectorView;
import io.entrepot.engine.http.EdgeServer;
import io.entrepot.engine.http.RawClient;
import io.entrepot.engine.http.TestGate;
import io.entrepot.spi.connector.Connector;
import io.entrepot.spi.connector.ConnectorRegistrar.Opened;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.Rule;
import org.junit.Test;

public final class JettyConnectorsTest {
  @Rule public final EdgeServer edge = new EdgeServer().with("entrepot.stop.timeout", "20");

  private static final String ADMIN = "Authorization: " + TestGate.ADMIN;

  private String get(HttpClient client, String url) throws Exception {
    HttpResponse<String> reply =
        client.send(
            HttpRequest.newBuilder(URI.create(url)).header("Authorization", TestGate.ADMIN).build(),
            BodyHandlers.ofString());
    return reply.version() + " " + reply.body();
  }

  private HttpClient trusting(HttpClient.Version version) throws Exception {
    return HttpClient.newBuilder().sslContext(edge.trust()).version(version).build();
  }

  @Test
  public void shouldServeHttp2AndHttp1OverTls() throws Exception {
    String shared = "https://localhost:" + edge.environment().httpsPort();
    String expected = "/repository/files/where/x " + shared + " where/x";
    assertThat(get(trusting(HttpClient.Version.HTTP_2), shared + "/repository/files/where/x"))
        .isEqualTo("HTTP_2 " + expected);
    assertThat(get(trusting(HttpClient.Version.HTTP_1_1), shared + "/repository/files/where/x"))
        .isEqualTo("HTTP_1_1 " + expected);
  }

  @Test
  public void shouldAgreeWithClientsOnTheProtocol() throws Exception {
    for (String offer : new String[] {"", "http/1.1"}) {
      SSLSocket socket =
          (SSLSocket)
              edge.trust()
                  .getSocketFactory()
                  .createSocket("localhost", edge.environment().httpsPort());
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(offer.isEmpty() ? new String[0] : new String[] {offer});
      socket.setSSLParameters(parameters);
      try (RawClient client = new RawClient(socket)) {
        assertThat(client.exchange("GET", "/repository/files/where/x", ADMIN).status())
            .isEqualTo(200);
        assertThat(socket.getApplicationProtocol()).isEqualTo(offer);
      }
    }
  }

  @Test
  public void shouldMoveLargeBodiesOverHttp2() throws Exception {
    byte[] large = new byte[10_000_000];
    large[9_999_999] = 7;
    HttpClient client = trusting(HttpClient.Version.HTTP_2);
    URI uri =
        URI.create(
            "https://localhost:" + edge.environment().httpsPort() + "/repository/files/large");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).header("Authorization", TestGate.ADMIN);
    HttpResponse<String> put =
        client.send(
            request.copy().PUT(HttpRequest.BodyPublishers.ofByteArray(large)).build(),
            BodyHandlers.ofString());
    assertThat(put.statusCode()).isEqualTo(201);
    assertThat(client.send(request.build(), BodyHandlers.ofByteArray()).body()).isEqualTo(large);
    HttpResponse<String> refused =
        client.send(
            HttpRequest.newBuilder(uri)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(new byte[1000]))
                .build(),
            BodyHandlers.ofString());
    assertThat(refused.statusCode()).isEqualTo(401);
  }

  @Test
  public void shouldOpenAndCloseARepositorysPortsWhileItRuns() throws Exception {
    QueuedThreadPool pool = (QueuedThreadPool) edge.server().getThreadPool();
    int before = pool.getMaxThreads();
    int plain = EdgeServer.freePort();
    int secure = EdgeServer.freePort();
    HttpClient client = trusting(HttpClient.Version.HTTP_2);
    try (Opened one = edge.connectors().open(new Connector.Port("files", plain, false));
        Opened two = edge.connectors().open(new Connector.Port("files", secure, true))) {
      assertThat(one).isNotSameAs(two);
      assertThat(get(client, "http://127.0.0.1:" + plain + "/where/x"))
          .isEqualTo("HTTP_1_1 /where/x http://127.0.0.1:" + plain + " where/x");
      assertThat(get(client, "https://localhost:" + secure + "/where/x"))
          .isEqualTo("HTTP_2 /where/x https://localhost:" + secure + " where/x");
      assertThat(edge.connectors().list())
          .contains(
              new ConnectorView(
                  "https", "127.0.0.1:" + secure, Optional.of("files"), Optional.empty()));
      assertThat(pool.getMaxThreads()).isEqualTo(before + 2);
    }
    for (int port : new int[] {plain, secure}) {
      assertThatThrownBy(() -> new RawClient(port)).isInstanceOf(ConnectException.class);
    }
    assertThat(edge.connectors().list()).hasSize(2);
  }

  @Test
  public void shouldSayWhoHasThePort() throws Exception {
    int port = EdgeServer.freePort();
    int shared = edge.environment().httpPort();
    try (Opened opened = edge.connectors().open(new Connector.Port("files", port, false));
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(opened).isNotNull();
      refused(port, "port " + port + " is taken by repository 'files'");
      refused(shared, "port " + shared + " is taken by the server itself, for HTTP");
      refused(
          other.getLocalPort(), "port " + other.getLocalPort() + " is taken by another program");
    }
    assertThat(edge.connectors().list()).hasSize(2);
  }

  private void refused(int port, String message) {
    assertThatThrownBy(() -> edge.connectors().open(new Connector.Port("boxes", port, true)))
        .isInstanceOf(IOException.class)
        .hasMessage(message);
  }

  @Test
  public void shouldSayWhoHasTheHostName() throws Exception {
    try (Opened opened = edge.connectors().open(new Connector.Host("files", "f.example"))) {
      assertThat(opened).isNotNull();
      assertThatThrownBy(() -> edge.connectors().open(new Connector.Host("boxes", "f.example")))
          .isInstanceOf(IOException.class)
          .hasMessage("host name 'f.example' is taken by repository 'files'");
    }
    assertThatThrownBy(() -> edge.connectors().open(new Connector.Host("boxes", "localhost")))
        .hasMessage("host name 'localhost' is taken by the server itself");
  }

  @Test
  public void shouldGiveThePortToAnotherAtOnce() throws Exception {
    int port = EdgeServer.freePort();
    for (int i = 0; i < 10; i++) {
      try (Opened opened = edge.connectors().open(new Connector.Port("files", port, false))) {
        assertThat(opened).isNotNull();
        try (RawClient client = new RawClient(port)) {
          assertThat(client.exchange("GET", "/where/x", ADMIN).status()).isEqualTo(200);
        }
      }
    }
  }

  @Test
  public void shouldLetARequestEndWhosePortIsClosed() throws Exception {
    int port = EdgeServer.freePort();
    Opened opened = edge.connectors().open(new Connector.Port("files", port, false));
    try (RawClient client = new RawClient(port);
        RawClient idle = new RawClient(port)) {
      assertThat(idle.exchange("GET", "/where/x", ADMIN).status()).isEqualTo(200);
      client.send(
          "PUT /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
              + ADMIN
              + "\r\nExpect: 100-continue\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(100);
      opened.close();
      assertThat(idle.closed()).isTrue();
      assertThatThrownBy(() -> new RawClient(port)).isInstanceOf(ConnectException.class);
      client.send("hello");
      assertThat(client.read().status()).isEqualTo(201);
      assertThat(client.closed()).isTrue();
    }
  }

  @Test
  public void shouldComeBackWhenTheServerIsStartedAnew() throws Exception {
    int port = EdgeServer.freePort();
    try (Opened opened = edge.connectors().open(new Connector.Port("files", port, true))) {
      assertThat(opened).isNotNull();
      for (int i = 0; i < 3; i++) {
        edge.server().stop();
        assertThatThrownBy(() -> new RawClient(edge.port())).isInstanceOf(ConnectException.class);
        edge.server().start();
        HttpClient client = trusting(HttpClient.Version.HTTP_2);
        assertThat(get(client, "https://localhost:" + port + "/where/x"))
            .startsWith("HTTP_2 /where/x");
        assertThat(edge.send(edge.admin("/repository/files/where/x")).statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  public void shouldTakeAPortBeforeTheServerRuns() throws Exception {
    edge.server().stop();
    int port = EdgeServer.freePort();
    try (Opened opened = edge.connectors().open(new Connector.Port("files", port, false));
        RawClient early = new RawClient(port)) {
      assertThat(opened).isNotNull();
      early.send("GET /where/x HTTP/1.1\r\nHost: x\r\n" + ADMIN + "\r\n\r\n");
      edge.server().start();
      assertThat(early.read().status()).isEqualTo(200);
    }
  }

  @Test
  public void shouldLetPushesEndWhenItStops() throws Exception {
    try (RawClient push = edge.raw();
        RawClient kept = edge.raw()) {
      assertThat(kept.exchange("GET", "/repository/files/where/x", ADMIN).status()).isEqualTo(200);
      push.send(
          "PUT /repository/files/pushed HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
              + ADMIN
              + "\r\nExpect: 100-continue\r\n\r\n");
      assertThat(push.read().status()).isEqualTo(100);
      CompletableFuture<Void> stopped =
          CompletableFuture.runAsync(
              () -> {
                try {
                  edge.server().stop();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThat(kept.closed()).isTrue();
      assertThat(stopped).isNotDone();
      push.send("hello");
      RawClient.Reply reply = push.read();
      assertThat(reply.status()).isEqualTo(201);
      stopped.get(15, TimeUnit.SECONDS);
    }
    edge.server().start();
    assertThat(edge.send(edge.admin("/repository/files/pushed")).body()).isEqualTo("hello");
  }

  @Test
  public void shouldTakeNoMoreConnectionsWhileItStops() throws Exception {
    try (RawClient push = edge.raw()) {
      push.send(
          "PUT /repository/files/pushed HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
              + ADMIN
              + "\r\nExpect: 100-continue\r\n\r\n");
      assertThat(push.read().status()).isEqualTo(100);
      CompletableFuture<Void> drained = CompletableFuture.runAsync(edge.connectors()::drain);
      assertThatThrownBy(
              () -> {
                while (!drained.isDone()) {
                  edge.raw().close();
                }
              })
          .as("refused, or reset if the port is closed in that moment")
          .isInstanceOf(SocketException.class);
      push.send("hello");
      assertThat(push.read().status()).isEqualTo(201);
      drained.get(15, TimeUnit.SECONDS);
    }
  }
}
