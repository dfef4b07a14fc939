package io.entrepot.engine.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.http.EdgeServer;
import io.entrepot.engine.http.RawClient;
import io.entrepot.engine.http.TestGate;
import io.entrepot.spi.connector.Connector;
import io.entrepot.spi.connector.ConnectorRegistrar.Opened;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.ClassRule;
import org.junit.Test;

public final class TrustedProxiesTest {
  @ClassRule
  public static final EdgeServer trusting =
      new EdgeServer().with("entrepot.trusted.proxies", "192.0.2.0/24, 127.0.0.1 ::1");

  @ClassRule public static final EdgeServer trustingNobody = new EdgeServer();

  @ClassRule
  public static final EdgeServer named =
      new EdgeServer().with("entrepot.public.url", "https://artifacts.example.org/");

  private static String origin(int port, String path, String... fields) throws IOException {
    try (RawClient client = new RawClient(port)) {
      String[] all = Arrays.copyOf(fields, fields.length + 1);
      all[fields.length] = "Authorization: " + TestGate.ADMIN;
      return client.exchange("GET", path, all).body().split(" ", -1)[1];
    }
  }

  private static String origin(EdgeServer edge, String... fields) throws IOException {
    return origin(edge.port(), "/repository/files/where/x", fields);
  }

  @Test
  public void shouldBelieveATrustedProxy() throws Exception {
    assertThat(
            origin(
                trusting,
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: a.example",
                "X-Forwarded-For: 203.0.113.9"))
        .isEqualTo("https://a.example");
    assertThat(trusting.gate().lastClient()).isEqualTo("203.0.113.9");
    assertThat(
            origin(
                trusting,
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: a.example",
                "X-Forwarded-Port: 8444"))
        .isEqualTo("https://a.example:8444");
    assertThat(
            origin(
                trusting,
                "Forwarded: for=\"[2001:db8::7]:4711\";proto=https;host=\"b.example:99\""))
        .isEqualTo("https://b.example:99");
    assertThat(trusting.gate().lastClient()).contains("2001:db8:0:0:0:0:0:7");
  }

  @Test
  public void shouldBelieveNobodyElse() throws Exception {
    assertThat(
            origin(
                trustingNobody,
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: evil.example",
                "X-Forwarded-For: 203.0.113.9",
                "Forwarded: for=203.0.113.9;proto=https;host=evil.example"))
        .isEqualTo("http://x");
    assertThat(trustingNobody.gate().lastClient()).isEqualTo("127.0.0.1");
  }

  @Test
  public void shouldBelieveNoAddressThatATrustedProxyDidNotSee() throws Exception {
    origin(trusting, "X-Forwarded-For: 198.51.100.1, 203.0.113.9, 192.0.2.7");
    assertThat(trusting.gate().lastClient()).isEqualTo("203.0.113.9");
    origin(trusting, "X-Forwarded-For: no address at all, 203.0.113.9:4711");
    assertThat(trusting.gate().lastClient()).isEqualTo("203.0.113.9");
    origin(trusting, "X-Forwarded-For: no address at all");
    assertThat(trusting.gate().lastClient()).isEqualTo("127.0.0.1");
    origin(trusting, "Forwarded: for=198.51.100.1, for=203.0.113.9;proto=https");
    assertThat(trusting.gate().lastClient()).isEqualTo("203.0.113.9");
  }

  @Test
  public void shouldBeCalledByItsFixedNameOnTheSharedPorts() throws Exception {
    assertThat(origin(named)).isEqualTo("https://artifacts.example.org");
    int port = EdgeServer.freePort();
    try (Opened opened = named.connectors().open(new Connector.Port("files", port, false))) {
      assertThat(opened).isNotNull();
      assertThat(origin(port, "/where/x")).isEqualTo("http://x");
    }
  }

  @Test
  public void shouldRefuseASettingThatIsNoNetwork() {
    for (String wrong :
        List.of("proxy.example.org", "10.0.0.0/99", "10.0.0", "300.1.1.1", "fe80::/x")) {
      assertThatThrownBy(() -> new TrustedProxies(List.of(wrong)))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("entrepot.trusted.proxies: '" + wrong + "'");
    }
  }
}
