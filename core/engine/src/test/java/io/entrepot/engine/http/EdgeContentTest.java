package io.entrepot.engine.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Random;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;

public final class EdgeContentTest {
  @ClassRule public static final EdgeServer edge = new EdgeServer();

  private static final String FILE = "/repository/files/dir/digits.txt";

  @Before
  public void put() throws Exception {
    edge.send(
        edge.admin(FILE)
            .header("Content-Type", "text/plain")
            .PUT(BodyPublishers.ofString("0123456789")));
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private HttpResponse<String> get(String... headers) throws Exception {
    HttpRequest.Builder request = edge.admin(FILE);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return edge.send(request);
  }

  @Test
  public void shouldGiveBackWhatWasPut() throws Exception {
    HttpResponse<String> reply = edge.send(edge.admin(FILE));
    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo("0123456789");
    assertThat(reply.headers().firstValue("Content-Length")).contains("10");
    assertThat(reply.headers().firstValue("Accept-Ranges")).contains("bytes");
    assertThat(reply.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(reply.headers().firstValue("Server")).isEmpty();
    assertThat(reply.headers().firstValue("Date")).isPresent();
  }

  @Test
  public void shouldGiveBackLargeContentAlsoInParts() throws Exception {
    byte[] bytes = random(5_000_001);
    assertThat(edge.put("/repository/files/large", bytes).statusCode()).isEqualTo(201);
    assertThat(edge.sendForBytes(edge.admin("/repository/files/large")).body()).isEqualTo(bytes);
    HttpResponse<byte[]> part =
        edge.sendForBytes(
            edge.admin("/repository/files/large").header("Range", "bytes=70000-4000000"));
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.headers().firstValue("Content-Range")).contains("bytes 70000-4000000/5000001");
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(bytes, 70000, 4000001));
  }

  @Test
  public void shouldFailToReadWhatIsDamagedAndAskForItAgain() throws Exception {
    byte[] bytes = random(100_001);
    edge.put("/repository/files/rotten", bytes);
    edge.damage(bytes);
    HttpRequest.Builder head =
        edge.admin("/repository/files/rotten").method("HEAD", BodyPublishers.noBody());
    assertThat(edge.send(edge.admin("/repository/files/rotten")).statusCode()).isEqualTo(500);
    assertThat(edge.send(head).statusCode()).isEqualTo(404);
    assertThat(edge.put("/repository/files/again", bytes).statusCode()).isEqualTo(201);
    assertThat(edge.send(head).statusCode()).isEqualTo(200);
    assertThat(edge.sendForBytes(edge.admin("/repository/files/rotten")).body()).isEqualTo(bytes);
  }

  @Test
  public void shouldSendAnEmptyFile() throws Exception {
    edge.put("/repository/files/empty", new byte[0]);
    HttpResponse<String> reply = edge.send(edge.admin("/repository/files/empty"));
    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.headers().firstValue("Content-Length")).contains("0");
    assertThat(reply.body()).isEmpty();
  }

  @Test
  public void shouldAnswerHeadWithTheFieldsOfGet() throws Exception {
    HttpResponse<String> get = edge.send(edge.admin(FILE));
    HttpResponse<String> head = edge.send(edge.admin(FILE).method("HEAD", BodyPublishers.noBody()));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    for (String name : new String[] {"Content-Length", "ETag", "Content-Type", "Last-Modified"}) {
      assertThat(head.headers().firstValue(name))
          .isPresent()
          .isEqualTo(get.headers().firstValue(name));
    }
    assertThat(get("Range", "bytes=0-1").statusCode()).isEqualTo(206);
    HttpResponse<String> ranged =
        edge.send(
            edge.admin(FILE).header("Range", "bytes=0-1").method("HEAD", BodyPublishers.noBody()));
    assertThat(ranged.statusCode()).isEqualTo(200);
  }

  @Test
  public void shouldSendRanges() throws Exception {
    assertThat(get("Range", "bytes=2-4").body()).isEqualTo("234");
    assertThat(get("Range", "bytes=7-").body()).isEqualTo("789");
    assertThat(get("Range", "bytes=-2").body()).isEqualTo("89");
    assertThat(get("Range", "bytes=8-99").headers().firstValue("Content-Range"))
        .contains("bytes 8-9/10");
  }

  @Test
  public void shouldRefuseRangesBeyondTheEndOrReversed() throws Exception {
    for (String range : new String[] {"bytes=10-", "bytes=4-2"}) {
      HttpResponse<String> reply = get("Range", range);
      assertThat(reply.statusCode()).as(range).isEqualTo(416);
      assertThat(reply.headers().firstValue("Content-Range")).contains("bytes */10");
      assertThat(reply.body()).contains("RANGE_NOT_SATISFIABLE");
    }
  }

  @Test
  public void shouldSendTheWholeForRangesThatMakeNoSense() throws Exception {
    String many = "bytes=" + "0-0,".repeat(40) + "1-1";
    for (String range : new String[] {"lines=1-2", "bytes=0-5,3-7", "bytes=x", many}) {
      HttpResponse<String> reply = get("Range", range);
      assertThat(reply.statusCode()).as(range).isEqualTo(200);
      assertThat(reply.body()).isEqualTo("0123456789");
    }
  }

  @Test
  public void shouldSendSeveralRangesAsMultipart() throws Exception {
    HttpResponse<String> reply = get("Range", "bytes=0-1, 5-6 ,-1");
    assertThat(reply.statusCode()).isEqualTo(206);
    String type = reply.headers().firstValue("Content-Type").orElseThrow();
    assertThat(type).startsWith("multipart/byteranges; boundary=");
    String boundary = "--" + type.substring(type.indexOf('=') + 1);
    String[] parts = reply.body().split(boundary, -1);
    assertThat(parts).hasSize(5);
    assertThat(parts[1])
        .isEqualTo("\r\nContent-Type: text/plain\r\nContent-Range: bytes 0-1/10\r\n\r\n01\r\n");
    assertThat(parts[2]).contains("bytes 5-6/10").endsWith("\r\n\r\n56\r\n");
    assertThat(parts[3]).contains("bytes 9-9/10").endsWith("\r\n\r\n9\r\n");
    assertThat(parts[4]).isEqualTo("--\r\n");
    assertThat(reply.headers().firstValueAsLong("Content-Length"))
        .hasValue(reply.body().getBytes(UTF_8).length);
  }

  @Test
  public void shouldSendSeveralRangesOfALargeFile() throws Exception {
    byte[] bytes = random(300_000);
    edge.put("/repository/files/multi", bytes);
    HttpResponse<byte[]> reply =
        edge.sendForBytes(
            edge.admin("/repository/files/multi").header("Range", "bytes=0-99999,200000-299999"));
    assertThat(reply.statusCode()).isEqualTo(206);
    byte[] body = reply.body();
    assertThat(reply.headers().firstValueAsLong("Content-Length")).hasValue(body.length);
    int first = new String(body, 0, 300, ISO_8859_1).indexOf("\r\n\r\n") + 4;
    assertThat(Arrays.copyOfRange(body, first, first + 100_000))
        .isEqualTo(Arrays.copyOfRange(bytes, 0, 100_000));
  }

  @Test
  public void shouldKnowWhatTheClientHas() throws Exception {
    HttpResponse<String> first = get();
    String etag = first.headers().firstValue("ETag").orElseThrow();
    String date = first.headers().firstValue("Last-Modified").orElseThrow();
    for (String[] condition :
        new String[][] {
          {"If-None-Match", etag},
          {"If-None-Match", "W/" + etag},
          {"If-None-Match", "\"other\", " + etag},
          {"If-None-Match", "*"},
          {"If-Modified-Since", date}
        }) {
      HttpResponse<String> reply = get(condition);
      assertThat(reply.statusCode()).as(String.join(": ", condition)).isEqualTo(304);
      assertThat(reply.body()).isEmpty();
      assertThat(reply.headers().firstValue("ETag")).contains(etag);
    }
    assertThat(get("If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    assertThat(get("If-Modified-Since", "Sat, 01 Jan 2000 00:00:00 GMT").statusCode())
        .isEqualTo(200);
    assertThat(get("If-Modified-Since", "no date").statusCode()).isEqualTo(200);
    assertThat(get("If-None-Match", "\"other\"", "If-Modified-Since", date).statusCode())
        .isEqualTo(200);
  }

  @Test
  public void shouldFailWhereTheClientRequiresAnother() throws Exception {
    String etag = get().headers().firstValue("ETag").orElseThrow();
    assertThat(get("If-Match", etag).statusCode()).isEqualTo(200);
    assertThat(get("If-Match", "*").statusCode()).isEqualTo(200);
    assertThat(get("If-Match", "\"other\"").statusCode()).isEqualTo(412);
    assertThat(get("If-Match", "W/" + etag).statusCode()).isEqualTo(412);
    assertThat(get("If-Unmodified-Since", "Sat, 01 Jan 2000 00:00:00 GMT").statusCode())
        .isEqualTo(412);
  }

  @Test
  public void shouldSendARangeOnlyOfWhatTheClientKnows() throws Exception {
    HttpResponse<String> first = get();
    String etag = first.headers().firstValue("ETag").orElseThrow();
    String date = first.headers().firstValue("Last-Modified").orElseThrow();
    assertThat(get("Range", "bytes=0-1", "If-Range", etag).statusCode()).isEqualTo(206);
    assertThat(get("Range", "bytes=0-1", "If-Range", date).statusCode()).isEqualTo(206);
    assertThat(get("Range", "bytes=0-1", "If-Range", "\"other\"").statusCode()).isEqualTo(200);
    assertThat(get("Range", "bytes=0-1", "If-Range", "W/" + etag).statusCode()).isEqualTo(200);
  }

  @Test
  public void shouldKeepPreconditionsOfWrites() throws Exception {
    String etag = get().headers().firstValue("ETag").orElseThrow();
    assertThat(write("If-None-Match", "*").statusCode()).isEqualTo(412);
    assertThat(write("If-Match", "\"other\"").statusCode()).isEqualTo(412);
    assertThat(write("If-None-Match", etag).statusCode()).isEqualTo(400);
    assertThat(get().body()).isEqualTo("0123456789");
    assertThat(write("If-Match", etag).statusCode()).isEqualTo(201);
    assertThat(get().body()).isEqualTo("new");
  }

  private static HttpResponse<String> write(String name, String value) throws Exception {
    return edge.send(edge.admin(FILE).header(name, value).PUT(BodyPublishers.ofString("new")));
  }

  @Test
  public void shouldLockUpWhatABrowserWouldRun() throws Exception {
    for (String type : new String[] {"text/html", "image/svg+xml", "TEXT/HTML; charset=utf-8"}) {
      edge.send(
          edge.admin("/repository/files/page")
              .header("Content-Type", type)
              .PUT(BodyPublishers.ofString("<script>alert(1)</script>")));
      HttpResponse<String> reply = edge.send(edge.admin("/repository/files/page"));
      assertThat(reply.headers().firstValue("Content-Security-Policy")).contains("sandbox");
      assertThat(reply.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }
    assertThat(get().headers().firstValue("Content-Security-Policy")).isEmpty();
  }

  @Test
  public void shouldSendWhatIsMadeOnTheWay() throws Exception {
    HttpResponse<String> reply = edge.send(edge.admin("/repository/files/generated"));
    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo("0123456789".repeat(10_000));
  }

  @Test
  public void shouldHoldNothingWhenAllIsAnswered() throws Exception {
    assertThat(edge.send(edge.admin(FILE)).statusCode()).isEqualTo(200);
    assertThat(edge.send(edge.admin("/repository/files/none/")).statusCode()).isEqualTo(404);
    assertThat(edge.send(edge.request(FILE)).statusCode()).isEqualTo(401);
    assertThat(edge.serving().idle()).isTrue();
  }
}
