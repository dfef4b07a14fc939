package io.entrepot.format.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.blob.Digest;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Test;

/** The specification over HTTP, and what only a whole server can keep or break. */
public abstract class DistributionHttpSuite extends DistributionSpecSuite {

  private HttpRegistry server;

  @Override
  protected abstract HttpRegistry registry() throws IOException;

  @Before
  public void open() throws IOException {
    server = registry();
  }

  @Test
  public void end1ShouldAskWhoTheyAre() throws IOException {
    Answer answer = server.sendAnonymously(Call.get("/v2/"));
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer realm=\"http");
    assertThat(answer.header("Docker-Distribution-API-Version")).isEqualTo("registry/2.0");
    assertThat(answer.error()).isEqualTo("UNAUTHORIZED");
  }

  @Test
  public void end2ShouldSendRanges() throws IOException {
    byte[] blob = Images.blob(2048);
    String path = "/v2/" + image + "/blobs/" + Images.push(server, image, blob);
    Map<String, int[]> ranges = new LinkedHashMap<>();
    ranges.put("bytes=500-1499", new int[] {500, 1500});
    ranges.put("bytes=500-", new int[] {500, 2048});
    ranges.put("bytes=-500", new int[] {1548, 2048});
    ranges.put("bytes=2000-5000", new int[] {2000, 2048});
    for (Map.Entry<String, int[]> range : ranges.entrySet()) {
      int from = range.getValue()[0];
      int to = range.getValue()[1];
      Answer answer = server.send(Call.get(path).header("Range", range.getKey()));
      assertThat(answer.status()).as(range.getKey()).isEqualTo(206);
      assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(blob, from, to));
      assertThat(answer.header("Content-Range"))
          .isEqualTo("bytes %d-%d/2048".formatted(from, to - 1));
    }
    for (String range : new String[] {"bytes=5000-10000", "bytes=500-0"}) {
      assertThat(server.send(Call.get(path).header("Range", range)).status()).isEqualTo(416);
    }
  }

  @Test
  public void end3ShouldNotSendWhatTheClientHas() throws IOException {
    Images.pushImage(server, image, "1.0");
    Call get = Call.get("/v2/" + image + "/manifests/1.0");
    String etag = server.send(get).header("ETag");
    assertThat(server.send(get.header("If-None-Match", etag)).status()).isEqualTo(304);
    assertThat(server.send(get.header("If-None-Match", "\"other\"")).status()).isEqualTo(200);
  }

  @Test
  public void end7ShouldRefuseManifestOfHundredMegabytes() throws IOException {
    Answer answer =
        server.send(
            Call.put("/v2/" + image + "/manifests/huge", new byte[100_000_000])
                .header("Content-Type", ManifestKind.OCI_MANIFEST.mediaType()));
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.error()).isEqualTo("SIZE_INVALID");
  }

  @Test
  public void shouldSpeakJsonWhateverIsWrong() throws IOException {
    for (String target :
        List.of(
            "/v2/x",
            "/v2/no-such-repository/app/manifests/1",
            "/v2/" + image + "/manifests/a%2Fb",
            "/v2/" + image + "/%2e%2e/manifests/1",
            "/v2/" + image + "/manifests/%00",
            "/v2/" + image + "//manifests/1",
            "/v2/" + image + "/nothing",
            "/v2/%C3%A4/manifests/1")) {
      for (Answer answer :
          List.of(server.send(Call.get(target)), server.sendAnonymously(Call.get(target)))) {
        assertThat(answer.status()).as(target).isBetween(400, 499);
        assertThat(answer.header("Content-Type")).as(target).startsWith("application/json");
        assertThat(answer.json().at("/errors/0/message").asText()).as(target).isNotEmpty();
      }
    }
  }

  @Test
  public void shouldRefuseTokenThatIsNone() throws IOException {
    for (String authorization : List.of("Bearer x", "Bearer DockerToken.x.y.z", "Basic !", "X")) {
      Answer answer =
          server.sendAnonymously(
              Call.get("/v2/" + image + "/tags/list").header("Authorization", authorization));
      assertThat(answer.status()).as(authorization).isIn(400, 401);
      assertThat(answer.error()).isNotEmpty();
    }
  }

  @Test
  public void shouldPushAndPullLargeBlob() throws IOException {
    byte[] blob = Images.blob(20_000_000);
    Digest digest = Images.sha256(blob);
    String session = server.send(Call.post("/v2/" + image + "/blobs/uploads/")).header("Location");
    Answer patched = server.send(Call.patch(session, blob).streamed());
    assertThat(patched.status()).isEqualTo(202);
    Answer done =
        server.send(Call.put(patched.header("Location"), new byte[0]).query("digest=" + digest));
    assertThat(done.status()).isEqualTo(201);
    assertThat(server.send(Call.get(done.header("Location"))).body()).isEqualTo(blob);
  }
}
