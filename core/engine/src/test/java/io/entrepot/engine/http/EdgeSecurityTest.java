package io.entrepot.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;

public final class EdgeSecurityTest {
  @ClassRule public static final EdgeServer edge = new EdgeServer();

  @BeforeClass
  public static void put() throws Exception {
    edge.put("/repository/files/a", "a".getBytes(StandardCharsets.UTF_8));
  }

  private static HttpResponse<String> get(String path, String authorization) throws Exception {
    return edge.send(edge.request(path).header("Authorization", authorization));
  }

  @Test
  public void shouldAskWhoItIsWhetherThereIsSuchARepositoryOrNot() throws Exception {
    HttpResponse<String> known = edge.send(edge.request("/repository/files/a"));
    HttpResponse<String> unknown = edge.send(edge.request("/repository/unknown/a"));
    HttpResponse<String> broken = edge.send(edge.request("/repository/lost/a"));
    for (HttpResponse<String> reply : List.of(known, unknown, broken)) {
      assertThat(reply.statusCode()).isEqualTo(401);
      assertThat(reply.headers().firstValue("WWW-Authenticate"))
          .contains("Basic realm=\"Entrepot\"");
      assertThat(reply.body())
          .isEqualTo(
              "{\"errors\":[{\"code\":\"UNAUTHORIZED\","
                  + "\"message\":\"authentication is required\"}]}");
    }
  }

  @Test
  public void shouldTellThoseWhoAreKnownWhatIsWrong() throws Exception {
    assertThat(get("/repository/unknown/a", TestGate.ADMIN).statusCode()).isEqualTo(404);
    assertThat(get("/repository/unknown/a", TestGate.ADMIN).body())
        .contains("there is no repository 'unknown'");
    HttpResponse<String> lost = get("/repository/lost/a", TestGate.ADMIN);
    assertThat(lost.statusCode()).isEqualTo(503);
    assertThat(lost.body()).contains("FORMAT_MISSING").contains("'plain' is not installed");
  }

  @Test
  public void shouldRefuseWrongCredentials() throws Exception {
    for (String wrong : List.of(TestGate.basic("admin", "no"), "Bearer no")) {
      HttpResponse<String> reply = get("/repository/files/a", wrong);
      assertThat(reply.statusCode()).isEqualTo(401);
      assertThat(reply.headers().firstValue("WWW-Authenticate")).isPresent();
    }
  }

  @Test
  public void shouldRefuseMalformedCredentialsAlsoWhereNobodyMayRead() throws Exception {
    for (String malformed :
        List.of(
            "Basic",
            "Basic !!!",
            "Basic " + base64("nocolon"),
            "Basic " + base64(":nouser"),
            "Basic " + base64("a\u0000b:c"),
            "Bearer",
            "Bearer a b",
            "Bearer ä",
            "Digest username=x",
            "admin:s3cret")) {
      try (RawClient client = edge.raw()) {
        RawClient.Reply reply =
            client.exchange("GET", "/repository/files/a", "Authorization: " + malformed);
        assertThat(reply.status()).as(malformed).isEqualTo(401);
        assertThat(reply.header("www-authenticate")).isPresent();
      }
    }
    try (RawClient client = edge.raw()) {
      String field = "Authorization: " + TestGate.ADMIN;
      assertThat(client.exchange("GET", "/repository/files/a", field, field).status())
          .isEqualTo(401);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  public void shouldTakeSchemesInAnyCase() throws Exception {
    assertThat(get("/repository/files/a", TestGate.ADMIN.replace("Basic", "bASIC")).statusCode())
        .isEqualTo(200);
  }

  @Test
  public void shouldCheckEachActionOfEachUser() throws Exception {
    assertThat(get("/repository/files/a", TestGate.READER).statusCode()).isEqualTo(200);
    for (String method : List.of("PUT", "POST", "PATCH", "DELETE")) {
      HttpResponse<String> reply =
          edge.send(
              edge.request("/repository/files/a")
                  .header("Authorization", TestGate.READER)
                  .method(method, BodyPublishers.ofString("x")));
      assertThat(reply.statusCode()).as(method).isEqualTo(403);
      assertThat(reply.body()).contains("DENIED").contains("user 'reader' has no right to");
    }
    assertThat(get("/repository/files/a", TestGate.GUEST).statusCode()).isEqualTo(403);
    assertThat(get("/repository/lost/a", TestGate.GUEST).statusCode()).isEqualTo(403);
    assertThat(get("/repository/files/a", TestGate.ADMIN).body()).isEqualTo("a");
  }

  @Test
  public void shouldSayThatAnotherTokenWouldDo() throws Exception {
    HttpResponse<String> reply = get("/repository/files/a", TestGate.NARROW);
    assertThat(reply.statusCode()).isEqualTo(401);
    assertThat(reply.body()).contains("INSUFFICIENT_SCOPE");
  }

  @Test
  public void shouldUseTheFormOfTheFormat() throws Exception {
    for (String path : List.of("/repository/boxes/b1/a", "/b1/boxes/a", "/b1/boxes/none")) {
      HttpResponse<String> reply = edge.send(edge.request(path));
      assertThat(reply.statusCode()).isEqualTo(401);
      assertThat(reply.body()).isEqualTo("box:UNAUTHORIZED");
      assertThat(reply.headers().firstValue("WWW-Authenticate")).contains("Box");
    }
    assertThat(get("/b1/", TestGate.basic("admin", "no")).body()).isEqualTo("box:UNAUTHORIZED");
  }

  @Test
  public void shouldRefuseMethodsThatNoRepositoryHas() throws Exception {
    try (RawClient client = edge.raw()) {
      RawClient.Reply reply = client.exchange("LOCK", "/repository/files/a");
      assertThat(reply.status()).isEqualTo(405);
      assertThat(reply.header("allow")).contains("GET, HEAD, PUT, POST, PATCH, DELETE, OPTIONS");
    }
    try (RawClient client = edge.raw()) {
      assertThat(client.exchange("TRACE", "/repository/files/a", "X: y").status()).isEqualTo(405);
    }
  }

  @Test
  public void shouldRefuseAQueryThatIsNoText() throws Exception {
    try (RawClient client = edge.raw()) {
      RawClient.Reply reply =
          client.exchange("GET", "/repository/files/a?x=%zz", "Authorization: " + TestGate.ADMIN);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.body()).contains("query");
    }
  }

  @Test
  public void shouldJudgeNoPasswordWhereCredentialsMayBeAnotherServers() throws Exception {
    int judged = edge.gate().passwords();
    for (String sent :
        List.of(
            TestGate.ADMIN,
            TestGate.basic("admin", "no"),
            "Basic !!!",
            "Digest x",
            "Bearer another",
            TestGate.NARROW)) {
      HttpResponse<String> reply = get("/repository/files/who", sent);
      assertThat(reply.statusCode()).as(sent).isEqualTo(200);
      assertThat(reply.body()).as(sent).isEqualTo("anonymous false");
    }
    assertThat(edge.gate().passwords()).isEqualTo(judged);
    assertThat(get("/repository/files/who", TestGate.NOBODYS).body()).isEqualTo("anonymous true");
  }
}
