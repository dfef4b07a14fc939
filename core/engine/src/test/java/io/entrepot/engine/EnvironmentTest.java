package io.entrepot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.Test;

public final class EnvironmentTest {

  private final Map<String, String> properties = new HashMap<>(Map.of("entrepot.data", "/srv/x"));

  @Test
  public void shouldHaveDefaults() {
    Environment environment = Environment.read(properties::get);

    assertThat(environment.data()).isEqualTo(Path.of("/srv/x"));
    assertThat(environment.httpPort()).isEqualTo(8081);
    assertThat(environment.httpsPort()).isEqualTo(8443);
    assertThat(environment.httpHost()).isEqualTo("0.0.0.0");
    assertThat(environment.adminPasswordFile()).isEmpty();
    assertThat(environment.publicUrl()).isEmpty();
    assertThat(environment.trustedProxies()).isEmpty();
    assertThat(environment.hostNames()).isEmpty();
    assertThat(environment.storageReserve()).isEqualTo(256L << 20);
  }

  @Test
  public void shouldReadWhatIsSet() {
    properties.put("entrepot.http.port", " 80 ");
    properties.put("entrepot.http.host", "127.0.0.1");
    properties.put("entrepot.public.url", "https://artifacts.example:4443/");
    properties.put("entrepot.trusted.proxies", "10.0.0.0/8, ::1");
    properties.put("entrepot.host.names", "a.example b.example");
    properties.put("entrepot.storage.reserve", "1000000");

    Environment environment = Environment.read(properties::get);

    assertThat(environment.httpPort()).isEqualTo(80);
    assertThat(environment.httpHost()).isEqualTo("127.0.0.1");
    assertThat(environment.publicUrl()).contains(URI.create("https://artifacts.example:4443"));
    assertThat(environment.trustedProxies()).containsExactly("10.0.0.0/8", "::1");
    assertThat(environment.hostNames()).containsExactly("a.example", "b.example");
    assertThat(environment.storageReserve()).isEqualTo(1_000_000);
  }

  @Test
  public void shouldReadHowUpstreamsAreReached() {
    assertThat(Environment.read(properties::get).outbound().allow()).isEmpty();
    properties.put("entrepot.upstream.allow", "10.0.0.0/8, files.corp.example");
    properties.put("entrepot.upstream.proxy", "http://me:canary@proxy.example:3128/");
    properties.put("entrepot.upstream.no.proxy", "*.corp.example");
    properties.put("entrepot.version", "1.2.3");

    Environment environment = Environment.read(properties::get);
    Outbound outbound = environment.outbound();

    assertThat(outbound.allow()).containsExactly("10.0.0.0/8", "files.corp.example");
    assertThat(outbound.proxy()).contains(URI.create("http://me:canary@proxy.example:3128"));
    assertThat(outbound.direct()).containsExactly("*.corp.example");
    assertThat(outbound.version()).isEqualTo("1.2.3");
    assertThat(environment.toString()).doesNotContain("canary");
    for (String wrong :
        new String[] {
          "proxy:3128",
          "https://me:canary@x:1",
          "http://me:canary@x",
          "http://canary x",
          "http://x:1/y"
        }) {
      properties.put("entrepot.upstream.proxy", wrong);
      assertThatThrownBy(() -> Environment.read(properties::get))
          .hasMessageContaining("entrepot.upstream.proxy")
          .message()
          .doesNotContain("canary");
    }
  }

  @Test
  public void shouldRefuseWhatIsNoNumberOfBytes() {
    for (String wrong : new String[] {"-1", "1G", "1.5", "1234567890123456789"}) {
      properties.put("entrepot.storage.reserve", wrong);
      assertThatThrownBy(() -> Environment.read(properties::get))
          .hasMessage("entrepot.storage.reserve: '%s' is not a number of bytes", wrong);
    }
  }

  @Test
  public void shouldRefuseWhatIsNoPort() {
    for (String wrong : new String[] {"0", "65536", "-1", "http", "99999", "8081.0"}) {
      properties.put("entrepot.http.port", wrong);
      assertThatThrownBy(() -> Environment.read(properties::get))
          .hasMessage("entrepot.http.port: '%s' is not a port: a number from 1 to 65535", wrong);
    }
  }

  @Test
  public void shouldRefuseOnePortForBoth() {
    properties.put("entrepot.http.port", "8443");
    assertThatThrownBy(() -> Environment.read(properties::get)).hasMessageContaining("both 8443");
  }

  @Test
  public void shouldRefusePublicUrlThatIsMoreThanAnOrigin() {
    for (String wrong :
        new String[] {
          "artifacts.example",
          "ftp://artifacts.example",
          "https://artifacts.example/nexus",
          "https://artifacts.example?x=1",
          "https://user@artifacts.example",
          "https://",
          "https://a b"
        }) {
      properties.put("entrepot.public.url", wrong);
      assertThatThrownBy(() -> Environment.read(properties::get))
          .hasMessageStartingWith("entrepot.public.url: '" + wrong + "'");
    }
  }

  @Test
  public void shouldRequireDataFolder() {
    properties.clear();
    assertThatThrownBy(() -> Environment.read(properties::get))
        .hasMessage("entrepot.data is not set");
  }
}
