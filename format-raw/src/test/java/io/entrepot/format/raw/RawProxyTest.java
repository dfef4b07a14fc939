package io.entrepot.format.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.proxy.ProxyCache.Answer;
import io.entrepot.spi.proxy.ProxyCache.Question;
import io.entrepot.spi.security.Action;
import io.entrepot.testkit.RepositoryDriver;
import io.entrepot.testkit.TestContext;
import io.entrepot.testkit.TestReply;
import io.entrepot.testkit.TestRequest;
import io.entrepot.testkit.TestUpstream;
import java.io.IOException;
import org.junit.Test;

public class RawProxyTest {

  private final TestUpstream upstream = new TestUpstream();
  private final RepositoryDriver proxy =
      RepositoryDriver.of(new RawFormat(), TestContext.proxy(new RawFormat(), upstream));

  @Test
  public void shouldServeWhatUpstreamHasAndKeepIt() throws IOException {
    upstream.has("docs/guide.txt", "text/plain", "hello");

    assertThat(proxy.send(TestRequest.get("docs/guide.txt")).text()).isEqualTo("hello");
    upstream.down(true);

    TestReply kept = proxy.send(TestRequest.get("docs/guide.txt"));
    assertThat(kept.text()).isEqualTo("hello");
    assertThat(kept.header("Content-Disposition")).contains("attachment; filename=\"guide.txt\"");
    assertThat(proxy.content().find(AssetPath.of("docs/guide.txt")).orElseThrow().component())
        .contains(new Component("/docs", "docs/guide.txt", ""));
  }

  @Test
  public void shouldSayWhatUpstreamHasNot() {
    TestReply reply = proxy.send(TestRequest.get("none"));
    assertThat(reply.status()).isEqualTo(404);
    upstream.down(true);
    assertThat(proxy.send(TestRequest.get("other")).status()).isEqualTo(502);
  }

  /** R19: what a server makes of a folder is a page, and no content. */
  @Test
  public void shouldNeverAskUpstreamForAFolder() throws IOException {
    upstream.has("g/a", "text/plain", "a");
    for (String page : new String[] {"", "g", "g/"}) {
      upstream.has(page, "text/html", "<html>");
    }
    proxy.send(TestRequest.get("g/a"));
    int before = upstream.questions().size();

    for (String folder : new String[] {"", "g/"}) {
      assertThat(proxy.send(TestRequest.get(folder)).status()).isEqualTo(200);
      assertThat(proxy.send(TestRequest.of(Method.HEAD, folder)).status()).isEqualTo(200);
    }
    assertThat(proxy.send(TestRequest.get("h/")).status()).isEqualTo(404);

    assertThat(upstream.questions()).hasSize(before);
    assertThat(proxy.content().list(AssetPath.ROOT, Cursor.START, 10).items())
        .extracting(asset -> asset.path().value())
        .containsExactly("g/a");
  }

  @Test
  public void shouldListTheFolderOfWhatIsNoFile() {
    upstream.has("g/a", "text/plain", "a");
    proxy.send(TestRequest.get("g/a"));
    assertThat(proxy.send(TestRequest.get("g")).text()).contains("a");
  }

  @Test
  public void shouldStoreNothingForHead() throws IOException {
    upstream.has("a", "text/plain", "hello");
    assertThat(proxy.send(TestRequest.of(Method.HEAD, "a")).status()).isEqualTo(200);
    assertThat(upstream.questions()).extracting(Question::method).containsExactly(Method.HEAD);
    assertThat(proxy.content().find(AssetPath.of("a"))).isEmpty();
  }

  @Test
  public void shouldEncodePathsForUpstream() {
    upstream.has("a%20b/%C3%BC%2B%3B%3A%25%23%3F.txt", "text/plain", "hello");
    assertThat(proxy.send(TestRequest.get("a b/ü+;:%#?.txt")).text()).isEqualTo("hello");
  }

  @Test
  public void shouldNameTheTypeWhereUpstreamDoesNot() throws IOException {
    upstream.answers("a.json", new Answer(200, Headers.none(), "{}".getBytes(UTF_8)));
    TestReply first = proxy.send(TestRequest.get("a.json"));
    TestReply second = proxy.send(TestRequest.get("a.json"));
    assertThat(first.header("Content-Type")).contains("application/json");
    assertThat(second.header("Content-Type")).contains("application/json");
    upstream.has("b", "no type at all", "b");
    assertThat(proxy.send(TestRequest.get("b")).status()).isEqualTo(502);
  }

  @Test
  public void shouldTakeNothing() {
    for (Method method : new Method[] {Method.PUT, Method.DELETE, Method.POST, Method.PATCH}) {
      TestReply reply = proxy.send(TestRequest.of(method, "a"));
      assertThat(reply.status()).isEqualTo(405);
      assertThat(reply.header("Allow")).contains("GET, HEAD, OPTIONS");
      assertThat(reply.text()).contains("repository 'files' is a proxy");
    }
    assertThat(upstream.questions()).isEmpty();
  }

  @Test
  public void shouldRequireTheRightToReadOrBrowse() {
    assertThat(proxy.repository().required(TestRequest.get("a"))).containsExactly(Action.READ);
    assertThat(proxy.repository().required(TestRequest.get("a/"))).containsExactly(Action.BROWSE);
    assertThat(proxy.repository().required(TestRequest.put("a", ""))).containsExactly(Action.READ);
  }
}
