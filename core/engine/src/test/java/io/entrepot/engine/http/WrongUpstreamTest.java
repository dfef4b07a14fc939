package io.entrepot.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.testkit.upstream.Answer;
import io.entrepot.testkit.upstream.Answers;
import io.entrepot.testkit.upstream.Received;
import io.entrepot.testkit.upstream.Wire;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.Rule;
import org.junit.Test;

/** R11: what an upstream gets wrong is never kept, and never passed on as if it were whole. */
public final class WrongUpstreamTest {

  private static final byte[] BYTES = new byte[400_000];
  private static final byte[] FEW = new byte[2_000];
  private static final byte[] OTHERS = new byte[400_000];

  static {
    new Random(1).nextBytes(BYTES);
    new Random(2).nextBytes(FEW);
    new Random(3).nextBytes(OTHERS);
  }

  @Rule
  public final ProxiedEdge proxied =
      new ProxiedEdge(new EdgeServer(), Duration.ofSeconds(2))
          .with("httpClient.connection.timeout", "1")
          .with("httpClient.connection.retries", "0")
          .with("httpClient.autoBlock", "false");

  private static Map<String, Answer> wrong(String size, byte[] bytes) throws Exception {
    Map<String, Answer> wrong = new LinkedHashMap<>();
    int part = bytes.length * 3 / 4;
    wrong.put(size + "truncated", Answers.truncated(bytes, part));
    wrong.put(size + "one-short", Answers.truncated(bytes, bytes.length - 1));
    wrong.put(size + "reset", Answers.reset(bytes, part));
    wrong.put(size + "shorter", Answers.announcing(bytes, bytes.length + 10));
    wrong.put(size + "contradicting", Answers.contradicting(bytes));
    wrong.put(size + "closed", Answers.untilClosed(bytes));
    wrong.put(size + "chunks", Answers.chunkedWithoutEnd(bytes));
    wrong.put(size + "gzip", Answers.badGzip(bytes));
    wrong.put(size + "hangs", Answers.hangAfter(bytes, part));
    return wrong;
  }

  @Test
  public void shouldKeepAndPassOnNothingWrong() throws Exception {
    Map<String, Answer> wrong = new LinkedHashMap<>(wrong("big-", BYTES));
    wrong.putAll(wrong("small-", FEW));
    wrong.put("nothing", Answers.reset());
    wrong.put("silence", Answers.hang());
    wrong.put("error", Answers.status(500));
    wrong.put("denied", Answers.status(403));
    wrong.put("limited", Answers.tooMany(0));
    wrong.put("circle", Answers.redirect(302, "/circle"));
    wrong.put("elsewhere", Answers.redirect(302, "http://10.255.255.1/x"));
    // The digest is known, and the bytes have another one.
    wrong.put("digest-big", Answers.file(OTHERS));
    // By HTTP's own rules that is a whole body, ten bytes shorter: only the digest tells.
    wrong.put("digest-longer", Answers.announcing(BYTES, BYTES.length - 10));
    wrong.put("digest-chunked", Answers.chunked(OTHERS));
    wrong.put("digest-page", Answers.html());
    byte[] truth = MessageDigest.getInstance("SHA-256").digest(BYTES);
    for (String path :
        new String[] {"digest-big", "digest-longer", "digest-chunked", "digest-page"}) {
      proxied.digests.put(path, Digest.of(DigestAlgorithm.SHA256, truth));
    }
    int aborted = 0;
    for (Map.Entry<String, Answer> one : wrong.entrySet()) {
      proxied.upstream.on("/" + one.getKey(), one.getValue());
      try {
        HttpResponse<byte[]> answer =
            proxied.edge.sendForBytes(proxied.edge.admin("/repository/files/" + one.getKey()));
        assertThat(answer.statusCode()).as(one.getKey()).isIn(403, 502, 503, 504);
      } catch (IOException e) {
        aborted++;
      }
      assertThat(proxied.kept()).as(one.getKey()).isEmpty();
    }
    assertThat(aborted).as("those of which something was passed on").isBetween(5, 12);
    assertThat(proxied.files()).isEmpty();
  }

  @Test
  public void shouldKeepWhatWasGotRightInTheEnd() throws Exception {
    proxied.upstream.on(
        "/resumed",
        new Answer() {
          private boolean broken;

          @Override
          public synchronized void answer(Received request, Wire wire) throws IOException {
            if (broken) {
              Answers.file(BYTES, "text/plain", "\"v\"").answer(request, wire);
              return;
            }
            broken = true;
            wire.head(200, "Content-Length: " + BYTES.length, "ETag: \"v\"")
                .send(BYTES, 0, 250_000);
            wire.reset();
          }
        });
    HttpResponse<byte[]> answer =
        proxied.edge.sendForBytes(proxied.edge.admin("/repository/files/resumed"));
    assertThat(answer.body()).isEqualTo(BYTES);
    assertThat(proxied.kept()).containsExactly("resumed");
    assertThat(proxied.upstream.requests("/resumed").get(1).header("Range")).isPresent();
  }

  /** R19. */
  @Test
  public void shouldKeepNoPageAboutAFolder() throws Exception {
    proxied.upstream.on("/g", Answers.redirect(301, "/g/")).on("/g/", Answers.html());
    for (String method : new String[] {"GET", "HEAD"}) {
      HttpResponse<String> answer =
          proxied.edge.send(
              proxied
                  .edge
                  .admin("/repository/files/g")
                  .method(method, HttpRequest.BodyPublishers.noBody()));
      assertThat(answer.statusCode()).as(method).isEqualTo(404);
    }
    assertThat(proxied.kept()).isEmpty();
    assertThat(proxied.upstream.count("/g/")).isZero();
  }
}
