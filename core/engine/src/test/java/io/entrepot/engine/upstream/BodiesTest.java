package io.entrepot.engine.upstream;

import static io.entrepot.engine.upstream.UpstreamFixture.ask;
import static io.entrepot.engine.upstream.UpstreamFixture.get;
import static io.entrepot.engine.upstream.UpstreamFixture.head;
import static io.entrepot.engine.upstream.UpstreamFixture.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import io.entrepot.testkit.upstream.Answer;
import io.entrepot.testkit.upstream.Answers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;

/** What comes of bodies, whole and broken. */
public final class BodiesTest {

  private static final byte[] BYTES =
      "all of the bytes".repeat(1000).getBytes(StandardCharsets.US_ASCII);
  private static final String TEXT = new String(BYTES, StandardCharsets.US_ASCII);

  @Rule public final UpstreamFixture fixture = new UpstreamFixture();

  @Test
  public void shouldBringWholeBodies() throws Exception {
    fixture
        .server
        .on("/file", Answers.file(BYTES, "text/plain"))
        .on("/chunks", Answers.chunked(BYTES));
    try (Upstream upstream = fixture.open()) {
      for (String path : new String[] {"file", "/file", "chunks"}) {
        UpstreamFixture.Body body = ask(upstream, path);
        assertThat(body.status()).as(path).isEqualTo(200);
        assertThat(body.whole()).as(path).isTrue();
        assertThat(body.text()).as(path).isEqualTo(TEXT);
      }
      assertThat(fixture.server.requests("/file").get(0).header("User-Agent"))
          .isEqualTo(Optional.of("Entrepot/dev"));
      assertThat(fixture.server.requests("/file").get(0).header("Accept-Encoding"))
          .isEqualTo(Optional.of("identity"));
    }
  }

  @Test
  public void shouldTellLengthAndFieldsBeforeTheBody() throws Exception {
    fixture.server.on("/file", Answers.file(BYTES, "text/plain", "\"one\""));
    try (Upstream upstream = fixture.open();
        UpstreamReply reply =
            head(upstream, new UpstreamRequest(Method.HEAD, "file", Headers.none()))) {
      assertThat(reply.length()).isEqualTo(OptionalLong.of(BYTES.length));
      assertThat(reply.headers().first("ETag")).contains("\"one\"");
    }
  }

  @Test
  public void shouldAskForPartsAndForWhatIsNewer() throws Exception {
    fixture.server.on("/file", Answers.file(BYTES, "text/plain", "\"one\""));
    try (Upstream upstream = fixture.open()) {
      UpstreamRequest part =
          new UpstreamRequest(
              Method.GET, "file", Headers.of("Range", "bytes=7-").and("If-Range", "\"one\""));
      assertThat(ask(upstream, part).status()).isEqualTo(206);
      assertThat(ask(upstream, part).text()).isEqualTo(TEXT.substring(7));
      UpstreamRequest newer =
          new UpstreamRequest(Method.GET, "file", Headers.of("If-None-Match", "\"one\""));
      assertThat(ask(upstream, newer).status()).isEqualTo(304);
    }
  }

  @Test
  public void shouldNotTakeAFolderForAFile() throws Exception {
    fixture
        .server
        .on("/folder", Answers.redirect(301, "/folder/"))
        .on("/folder/", Answers.html())
        .on("/moved", Answers.redirect(301, "/file"))
        .on("/file", Answers.file(BYTES, "text/plain"));
    try (Upstream upstream = fixture.open()) {
      assertThat(ask(upstream, "folder").status()).isEqualTo(301);
      assertThat(ask(upstream, "moved").text()).isEqualTo(TEXT);
      assertThat(fixture.server.count("/folder/")).isZero();
    }
  }

  @Test
  public void shouldCallBrokenWhatIsNotWhole() throws Exception {
    Map<String, Answer> broken =
        Map.of(
            "/closed", Answers.untilClosed(BYTES),
            "/truncated", Answers.truncated(BYTES, 100),
            "/reset", Answers.reset(BYTES, 9000),
            "/longer", Answers.announcing(BYTES, BYTES.length + 1L),
            "/chunks", Answers.chunkedWithoutEnd(BYTES));
    broken.forEach(fixture.server::on);
    try (Upstream upstream = fixture.open()) {
      for (String path : broken.keySet()) {
        assertThat(ask(upstream, path).whole()).as(path).isFalse();
      }
    }
  }

  @Test
  public void shouldTakeNoMoreThanWasAnnounced() throws Exception {
    fixture.server.on("/shorter", Answers.announcing(BYTES, 5));
    try (Upstream upstream = fixture.open()) {
      assertThat(ask(upstream, "/shorter").text()).isEqualTo(TEXT.substring(0, 5));
      assertThat(ask(upstream, "/shorter").text()).isEqualTo(TEXT.substring(0, 5));
    }
  }

  @Test
  public void shouldRefuseContradictingLengths() throws Exception {
    fixture.server.on("/two", Answers.contradicting(BYTES));
    try (Upstream upstream = fixture.open()) {
      assertThat(problem(upstream, "/two").status()).isEqualTo(502);
    }
  }

  @Test
  public void shouldUseAConnectionAgainWhoseBodyNobodyWanted() throws Exception {
    try (Upstream upstream = fixture.open()) {
      for (int i = 0; i < 5; i++) {
        ArrivingReply reply = (ArrivingReply) head(upstream, get("/missing"));
        reply.close();
        reply.over().get(20, TimeUnit.SECONDS);
      }
    }
    assertThat(fixture.server.connections()).isEqualTo(1);
  }

  @Test
  public void shouldEndWhatIsOnItsWayWhenItCloses() throws Exception {
    fixture.server.on("/file", Answers.hangAfter(BYTES, 10));
    Upstream upstream = fixture.open();
    var body = UpstreamFixture.read(head(upstream, get("/file")));
    upstream.close();
    assertThat(body.get(20, TimeUnit.SECONDS).whole()).isFalse();
  }
}
