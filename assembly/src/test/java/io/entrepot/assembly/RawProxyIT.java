package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** curl against a raw proxy whose upstream is another repository of the same server. */
public class RawProxyIT {

  private static Entrepot server;

  @BeforeClass
  public static void start() throws Exception {
    server = Entrepot.unpack().set("ENTREPOT_UPSTREAM_ALLOW", "127.0.0.1");
    server.start();
    String[] admin = server.admin().split(":", 2);
    server.rest(
        "POST",
        "/v1/repositories/raw/proxy",
        """
        {"name": "mirror",
         "proxy": {"remoteUrl": "%s/repository/raw-hosted/"},
         "httpClient": {"authentication":
           {"type": "username", "username": "%s", "password": "%s"}}}
        """
            .formatted(server.url(), admin[0], admin[1]));
  }

  @AfterClass
  public static void stop() throws IOException {
    server.close();
  }

  @Test
  public void shouldServeWhatItHasKept() throws Exception {
    byte[] bytes = new byte[3_000_000];
    new Random(1).nextBytes(bytes);
    Path file = Files.write(server.scratch("file").resolve("a"), bytes);
    String hosted = server.url() + "/repository/raw-hosted/docs/a%20b.bin";
    String proxied = server.url() + "/repository/mirror/docs/a%20b.bin";
    curl("-T", file.toString(), hosted).succeed();

    Path back = server.scratch("back").resolve("a");
    assertThat(curl("-D", "-", "-o", back.toString(), proxied).succeed())
        .contains("Cache-Status: Entrepot; fwd=uri-miss; fwd-status=200; stored");
    assertThat(Files.mismatch(file, back)).isEqualTo(-1);
    curl("-X", "DELETE", hosted).succeed();
    assertThat(curl("-D", "-", "-o", back.toString(), proxied).succeed())
        .contains("Cache-Status: Entrepot; hit");
    assertThat(Files.mismatch(file, back)).isEqualTo(-1);
    assertThat(curl("-r", "1000-1003", "-o", back.toString(), proxied).succeed()).isEmpty();
    assertThat(Files.size(back)).isEqualTo(4);

    server.rest("POST", "/v1/repositories/mirror/upstream/block", "");
    assertThat(server.rest("GET", "/v1/repositories/mirror/upstream", "")).contains("BLOCKED");
    server.rest("POST", "/v1/repositories/mirror/invalidate-cache", "");
    assertThat(curl("-D", "-", "-o", back.toString(), proxied).succeed())
        .containsPattern("Cache-Status: Entrepot; hit; ttl=-\\d+; detail=");
    server.rest(
        "POST",
        "/v1/repositories/raw/group",
        "{\"name\":\"grouped\",\"group\":{\"memberNames\":[\"raw-hosted\",\"mirror\"]}}");
    for (String name : List.of("mirror", "grouped")) {
      assertThat(curl(server.url() + "/repository/" + name + "/docs/?format=json").succeed())
          .contains("\"stale\":\"UPSTREAM_BLOCKED\"");
      assertThat(server.rest("GET", "/v1/assets?repository=" + name, ""))
          .contains("\"stale\":\"UPSTREAM_BLOCKED\"");
    }
    server.rest("POST", "/v1/repositories/mirror/upstream/unblock", "");
    server.rest("POST", "/v1/repositories/mirror/invalidate-cache", "");
    assertThat(curl(proxied).fail()).contains("404");
    assertThat(curl("-T", file.toString(), proxied).fail()).contains("405");
  }

  private static Command curl(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of("curl", "-sS", "-f", "-u", server.admin()));
    all.addAll(List.of(words));
    return Command.of(all.toArray(new String[0]));
  }
}
