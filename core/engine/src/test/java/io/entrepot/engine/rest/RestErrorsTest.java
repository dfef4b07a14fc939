package io.entrepot.engine.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;

public final class RestErrorsTest {

  @Rule public final RestServer server = new RestServer();

  @Test
  public void shouldAnswerInJsonWhateverIsWrong() throws Exception {
    error(server.get("admin", "nothing"), 404, "NOT_FOUND");
    error(server.send("admin", "PATCH", "repositories", "{}"), 405, "METHOD_NOT_ALLOWED");
    error(
        server.send(
            "admin",
            server
                .request("POST", "security/users", "")
                .method("POST", BodyPublishers.ofString("<user/>"))
                .header("Content-Type", "application/xml")),
        415,
        "UNSUPPORTED_MEDIA_TYPE");
    error(
        server.send(
            "admin", server.request("GET", "security/users", "").header("Accept", "text/html")),
        406,
        "NOT_ACCEPTABLE");
    error(server.send("admin", "POST", "security/users", "{\"userId\""), 400, "MALFORMED");
    error(server.send("admin", "POST", "security/users", "[]"), 400, "MALFORMED");
    error(server.send("admin", "POST", "security/users", "{} {}"), 400, "MALFORMED");
    error(server.send("admin", "POST", "security/users", "{\"a\":1,\"a\":2}"), 400, "MALFORMED");
    error(server.send("admin", "POST", "security/users", "[".repeat(5000)), 400, "MALFORMED");
    error(server.send("admin", "POST", "security/users", ""), 400, "MALFORMED");
    assertThat(server.send("admin", "PATCH", "repositories", "{}").header("Allow"))
        .hasValueSatisfying(allow -> assertThat(allow).contains("GET"));
  }

  @Test
  public void shouldRefuseLongBodies() throws Exception {
    byte[] spaces = " ".repeat((1 << 20) + 1).getBytes(StandardCharsets.UTF_8);
    error(
        server.send(
            "admin",
            server
                .request("POST", "security/users", "{}")
                .method(
                    "POST", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(spaces)))),
        413,
        "PAYLOAD_TOO_LARGE");
  }

  @Test
  public void shouldRefuseAnnouncedLongBodiesUnread() throws Exception {
    URI address = URI.create(server.origin());
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket
          .getOutputStream()
          .write(
              String.join(
                      "\r\n",
                      "POST /service/rest/v1/security/users HTTP/1.1",
                      "Host: localhost",
                      "Content-Type: application/json",
                      "Content-Length: 1048577",
                      "",
                      "")
                  .getBytes(StandardCharsets.UTF_8));
      String status =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      assertThat(status).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  public void shouldAskForCredentialsAndTellOfThrottling() throws Exception {
    RestServer.Answer nobody = server.get("", "security/users");
    error(nobody, 401, "UNAUTHORIZED");
    assertThat(nobody.header("WWW-Authenticate"))
        .contains("Basic realm=\"Entrepot\", charset=\"UTF-8\"");
    error(server.get("wrong", "security/users"), 401, "UNAUTHORIZED");
    error(server.get("wrong", "repositories"), 401, "UNAUTHORIZED");
    RestServer.Answer throttled = server.get("many", "security/users");
    error(throttled, 429, "TOO_MANY");
    assertThat(throttled.header("Retry-After")).contains("9");
    error(
        server.send(
            "", server.request("GET", "repositories", "").header("Authorization", "Digest x=1")),
        401,
        "UNAUTHORIZED");
  }

  @Test
  public void shouldRefuseChangesFromPagesElsewhere() throws Exception {
    for (String origin : new String[] {"https://evil.example", "null", "http://127.0.0.1:1"}) {
      error(
          server.send(
              "admin",
              server
                  .request("PUT", "security/anonymous", "{\"enabled\":true}")
                  .header("Origin", origin)),
          403,
          "FOREIGN_ORIGIN");
    }
    assertThat(server.users.anonymousAccess()).isFalse();
    assertThat(
            server
                .send(
                    "admin",
                    server
                        .request("PUT", "security/anonymous", "{\"enabled\":true}")
                        .header("Origin", server.origin()))
                .status())
        .isEqualTo(200);
    assertThat(
            server
                .send(
                    "admin",
                    server
                        .request("GET", "security/anonymous", "")
                        .header("Origin", "https://evil.example"))
                .status())
        .isEqualTo(200);
  }

  @Test
  public void shouldSayWhetherItCanBeUsed() throws Exception {
    assertThat(server.get("", "status").status()).isEqualTo(200);
    assertThat(server.get("wrong", "status").status()).isEqualTo(200);
    assertThat(server.get("", "status/writable").status()).isEqualTo(200);
    assertThat(server.get("", "status/check").status()).isEqualTo(401);
    assertThat(server.get("admin", "status/check").json().at("/database/healthy").asBoolean())
        .isTrue();

    server.databaseProblem = Optional.of("the disk is full");

    assertThat(server.get("", "status").status()).isEqualTo(200);
    error(server.get("", "status/writable"), 503, "NOT_WRITABLE");
    RestServer.Answer check = server.get("admin", "status/check");
    assertThat(check.status()).isEqualTo(503);
    assertThat(check.json().at("/database/message").asText()).isEqualTo("the disk is full");
  }

  private static void error(RestServer.Answer answer, int status, String code) throws Exception {
    assertThat(answer.response().body()).contains("\"code\":\"" + code + "\"");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).contains("application/json");
    assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.json().at("/errors/0/message").asText()).isNotEmpty();
  }
}
