package io.entrepot.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.connector.Connector;
import io.entrepot.spi.connector.ConnectorRegistrar;
import java.io.IOException;
import java.util.List;
import org.junit.ClassRule;
import org.junit.Test;

public final class EdgePathsTest {
  @ClassRule public static final EdgeServer edge = new EdgeServer();

  private static final List<String> VERBS =
      List.of("GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS");

  private static void shouldRefuse(int port, String verb, String target) throws IOException {
    try (RawClient client = new RawClient(port)) {
      String body = verb.startsWith("P") ? "Content-Length: 0" : "X-None: x";
      RawClient.Reply reply =
          client.exchange(verb, target, "Authorization: " + TestGate.ADMIN, body);
      assertThat(reply.status()).as(verb + " " + target).isEqualTo(400);
      assertThat(reply.header("content-type")).as(verb + " " + target).contains("application/json");
      if (!verb.equals("HEAD")) {
        assertThat(reply.body())
            .startsWith("{\"errors\":[{\"code\":\"BAD_REQUEST\",\"message\":\"");
      }
    }
  }

  @Test
  public void shouldRefuseAmbiguousPathsOnEveryRoute() throws Exception {
    for (String route : List.of("", "/repository/files", "/b1/boxes", "/b1", "/service")) {
      for (String path : Paths.AMBIGUOUS) {
        shouldRefuse(edge.port(), "GET", route + path);
      }
    }
  }

  @Test
  public void shouldRefuseAmbiguousPathsForEveryVerb() throws Exception {
    for (String verb : VERBS) {
      for (String path : Paths.AMBIGUOUS) {
        shouldRefuse(edge.port(), verb, "/repository/files" + path);
      }
    }
  }

  @Test
  public void shouldRefuseAmbiguousPathsOnAPortOfItsOwn() throws Exception {
    int port = EdgeServer.freePort();
    try (ConnectorRegistrar.Opened opened =
        edge.connectors().open(new Connector.Port("files", port, false))) {
      assertThat(opened).isNotNull();
      for (String path : Paths.AMBIGUOUS) {
        shouldRefuse(port, "GET", path);
        shouldRefuse(port, "PUT", path);
      }
    }
  }

  @Test
  public void shouldRefuseAmbiguousPathsInAbsoluteForm() throws Exception {
    for (String path : Paths.AMBIGUOUS) {
      shouldRefuse(edge.port(), "GET", "http://x/repository/files" + path);
    }
  }

  @Test
  public void shouldJudgeAndServeTheSameOnceDecodedPath() throws Exception {
    try (RawClient client = edge.raw()) {
      RawClient.Reply reply =
          client.exchange(
              "GET", "/%72epository/fil%65s/where/a%20b%252f", "Authorization: " + TestGate.ADMIN);
      assertThat(reply.body())
          .isEqualTo("/repository/files/where/a%20b%252f http://x where/a b%2f");
    }
  }

  @Test
  public void shouldLeaveOtherPathsToTheServletsBehind() throws Exception {
    assertThat(edge.send(edge.request("/service/rest/v1/status")).body())
        .isEqualTo("behind /service/rest/v1/status");
    assertThat(edge.send(edge.request("/repository/")).statusCode()).isEqualTo(404);
    assertThat(edge.send(edge.request("/nothing")).body())
        .isEqualTo("{\"errors\":[{\"code\":\"NOT_FOUND\",\"message\":\"Not Found\"}]}");
  }

  @Test
  public void shouldTellInJsonWhatJettyRefuses() throws Exception {
    String long9000 = "x".repeat(40_000);
    refusedByJetty("GET /b1/ HTTP/1.1\r\nHost: x\r\nX: " + long9000 + "\r\n\r\n", 431);
    refusedByJetty("GET /b1/" + long9000 + " HTTP/1.1\r\nHost: x\r\n\r\n", 414);
    refusedByJetty("GET /b1/ HTTP/1.1\r\n\r\n", 400);
    refusedByJetty("GET /b1/ HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400);
    refusedByJetty("GET /b1/ HTTP/9.9\r\nHost: x\r\n\r\n", 505);
    refusedByJetty("GET /b1/ HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400);
    refusedByJetty("G@T /b1/ HTTP/1.1\r\nHost: x\r\n\r\n", 400);
    refusedByJetty("GET /b1/ HTTP/1.1\r\nHost: <script>\r\n\r\n", 400);
  }

  private static void refusedByJetty(String request, int status) throws IOException {
    try (RawClient client = edge.raw()) {
      client.send(request);
      RawClient.Reply reply = client.read();
      String shown = request.substring(0, Math.min(60, request.length()));
      assertThat(reply.status()).as(shown).isEqualTo(status);
      assertThat(reply.header("content-type")).as(shown).contains("application/json");
      assertThat(reply.body()).as(shown).startsWith("{\"errors\":[{\"code\":\"");
    }
  }
}
