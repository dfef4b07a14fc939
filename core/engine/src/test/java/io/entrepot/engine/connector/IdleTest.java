package io.entrepot.engine.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.http.EdgeServer;
import io.entrepot.engine.http.RawClient;
import io.entrepot.engine.http.TestGate;
import io.entrepot.spi.http.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** The idle time-out, which is half a second here. */
public final class IdleTest {
  @Rule public final EdgeServer edge = new EdgeServer();

  private static final String ADMIN = "Authorization: " + TestGate.ADMIN;

  @Before
  public void hurry() {
    for (Connector connector : edge.server().getConnectors()) {
      ((AbstractConnector) connector).setIdleTimeout(500);
    }
  }

  @Test
  public void shouldGiveUpOneWhoFallsSilentInTheMiddle() throws Exception {
    try (RawClient client = edge.raw()) {
      client.send("PUT /repository/files/x HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n");
      client.send(ADMIN + "\r\n\r\nhalf");
      assertThat(client.read().status()).isEqualTo(408);
      assertThat(client.closed()).isTrue();
    }
    assertThat(edge.serving().idle()).isTrue();
  }

  @Test
  public void shouldWaitForItselfAsLongAsItTakes() throws Exception {
    edge.serving()
        .replace(
            "files",
            request ->
                new Response.Collect(
                    100,
                    bytes -> {
                      takeTime();
                      return Response.Reply.json(200, "done");
                    }));
    HttpClient clients = HttpClient.newBuilder().sslContext(edge.trust()).build();
    for (String origin :
        new String[] {
          "http://127.0.0.1:" + edge.port(), "https://localhost:" + edge.environment().httpsPort()
        }) {
      HttpResponse<String> reply =
          clients.send(
              HttpRequest.newBuilder(URI.create(origin + "/repository/files/x"))
                  .header("Authorization", TestGate.ADMIN)
                  .PUT(HttpRequest.BodyPublishers.ofString("bytes"))
                  .build(),
              BodyHandlers.ofString());
      assertThat(reply.body()).as(origin).isEqualTo("done");
    }
  }

  // Longer than the time-out, as a checksum of many gigabytes is.
  private static void takeTime() {
    try {
      assertThat(new CountDownLatch(1).await(1500, TimeUnit.MILLISECONDS)).isFalse();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
