package io.entrepot.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.connector.Connector;
import io.entrepot.spi.connector.ConnectorRegistrar;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.ClassRule;
import org.junit.Test;

public final class EdgeRoutesTest {
  @ClassRule public static final EdgeServer edge = new EdgeServer();

  private static final String ADMIN = "Authorization: " + TestGate.ADMIN;

  private static String where(String host, String target) throws Exception {
    try (RawClient client = edge.raw()) {
      client.send("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n" + ADMIN + "\r\n\r\n");
      return client.read().body();
    }
  }

  @Test
  public void shouldFindARepositoryByItsPath() throws Exception {
    assertThat(where("h:1", "/repository/boxes/b1/where/x"))
        .isEqualTo("/repository/boxes/b1/where/x http://h:1 b1/where/x");
  }

  @Test
  public void shouldFindARepositoryBehindItsFormatsClaim() throws Exception {
    assertThat(where("h:1", "/b1/boxes/where/x"))
        .isEqualTo("/b1/boxes/where/x http://h:1 b1/where/x");
  }

  @Test
  public void shouldLeaveToTheClaimWhatNamesNoRepositoryOfItsFormat() throws Exception {
    for (String path : List.of("/b1/", "/b1/boxes", "/b1/unknown/x", "/b1/files/x")) {
      assertThat(where("h:1", path)).isEqualTo("claim " + path.substring(1) + " /b1/x http://h:1");
    }
  }

  @Test
  public void shouldFindARepositoryByItsHostName() throws Exception {
    try (ConnectorRegistrar.Opened full =
            edge.connectors().open(new Connector.Host("boxes", "boxes.example.org"));
        ConnectorRegistrar.Opened label =
            edge.connectors().open(new Connector.Host("files", "store"))) {
      assertThat(List.of(full, label)).hasSize(2);
      assertThat(where("BOXES.example.org.:8081", "/b1/where/x"))
          .isEqualTo("/b1/where/x http://BOXES.example.org.:8081 b1/where/x");
      assertThat(where("store.any.domain", "/where/x"))
          .isEqualTo("/where/x http://store.any.domain where/x");
      assertThat(where("other.example.org", "/repository/files/where/x"))
          .startsWith("/repository/files/where/x");
      assertThat(edge.connectors().list())
          .anyMatch(view -> view.kind().equals("host") && view.address().equals("store"));
      assertThat(edge.certificates().certificate().names()).contains("store.localhost");
    }
    assertThat(where("boxes.example.org", "/b1/")).startsWith("claim b1/");
  }

  @Test
  public void shouldSayWhatRunsHere() throws Exception {
    HttpResponse<String> reply = edge.send(edge.request("/"));
    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
    assertThat(reply.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'");
    assertThat(reply.body())
        .contains("Entrepot 1.2.3")
        .contains("http://127.0.0.1:" + edge.port() + "/ca.crt");
  }

  @Test
  public void shouldHandOutItsAuthority() throws Exception {
    HttpResponse<String> reply = edge.send(edge.request("/ca.crt"));
    assertThat(reply.headers().firstValue("Content-Type")).contains("application/x-pem-file");
    assertThat(reply.body())
        .isEqualTo(edge.certificates().certificates().caCertificatePem().orElseThrow())
        .startsWith("-----BEGIN CERTIFICATE-----");
  }
}
