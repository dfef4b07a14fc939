package io.entrepot.engine.proxy;

import static io.entrepot.engine.proxy.ProxyFixture.bytes;
import static io.entrepot.engine.proxy.ProxyFixture.got;
import static io.entrepot.engine.proxy.ProxyFixture.wanted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.proxy.FakeUpstream.Scripted;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.proxy.Fetch;
import io.entrepot.spi.proxy.Freshness;
import io.entrepot.spi.proxy.Wanted;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.Rule;
import org.junit.Test;

public final class CachingProxyTest {

  private static final byte[] HELLO = "hello".getBytes(UTF_8);
  private static final byte[] BIG = ProxyFixture.random(300_000);

  @Rule public final ProxyFixture proxy = new ProxyFixture().patience(Duration.ofSeconds(2));

  private final FakeUpstream upstream = proxy.upstream;

  private static String status(Fetch fetch) {
    if (fetch instanceof Fetch.Kept kept) {
      return kept.status();
    }
    return ((Fetch.Coming) fetch).status();
  }

  @Test
  public void shouldKeepWhatComesAndServeItWithoutAsking() throws Exception {
    upstream.has("a/b", Scripted.ok(HELLO).with("ETag", "\"1\""));

    Fetch first = proxy.fetch(wanted("a/b"));
    Fetch second = proxy.fetch(wanted("a/b"));

    assertThat(proxy.bytes(first)).isEqualTo(HELLO);
    assertThat(status(first)).isEqualTo("Entrepot; fwd=uri-miss; fwd-status=200; stored");
    assertThat(proxy.bytes(second)).isEqualTo(HELLO);
    assertThat(status(second)).isEqualTo("Entrepot; hit; ttl=86400");
    assertThat(upstream.asked).hasSize(1);
    assertThat(upstream.last().headers().first("Accept-Encoding")).contains("identity");
    assertThat(proxy.kept("a/b").orElseThrow().contentType()).isEqualTo("text/plain");
  }

  @Test
  public void shouldShowBytesWhileTheyComeButForTheLast() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    upstream.has("big", Scripted.ok(BIG).behind(gate));

    Fetch.Coming coming = (Fetch.Coming) proxy.fetch(wanted("big"));
    CountDownLatch half = new CountDownLatch(1);
    coming.bytes().whenReadable(BIG.length / 2 - 1, half::countDown);
    half.await();
    assertThat(proxy.kept("big")).isEmpty();
    assertThat(coming.bytes().length()).hasValue(BIG.length);
    gate.countDown();

    assertThat(bytes(coming.bytes())).isEqualTo(BIG);
    assertThat(proxy.bytes(proxy.fetch(wanted("big")))).isEqualTo(BIG);
    assertThat(upstream.asked).hasSize(1);
  }

  @Test
  public void shouldAskOnceHoweverManyWantItAndLetThemJoinMidway() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    upstream.has("big", Scripted.ok(BIG).behind(gate));
    proxy.fetch(wanted("big")); // read by nobody: its client is gone

    List<Fetch> later = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      later.add(proxy.fetch(wanted("big")));
    }
    gate.countDown();

    for (Fetch fetch : later) {
      assertThat(status(fetch)).endsWith("; collapsed");
      assertThat(proxy.bytes(fetch)).isEqualTo(BIG);
    }
    assertThat(upstream.count(Method.GET, "big")).isEqualTo(1);
  }

  @Test
  public void shouldLookUpWhatIsOldByItsEntityTagAndDate() throws Exception {
    upstream.once("a", Scripted.ok(HELLO).with("ETag", "\"1\"").with("Last-Modified", "yesterday"));
    upstream.has("a", Scripted.status(304));
    proxy.fetch(wanted("a"));
    proxy.clock.advance(Duration.ofHours(25));

    Fetch again = proxy.fetch(wanted("a"));
    Fetch soon = proxy.fetch(wanted("a"));

    assertThat(status(again)).isEqualTo("Entrepot; fwd=stale; fwd-status=304");
    assertThat(upstream.last().headers().first("If-None-Match")).contains("\"1\"");
    assertThat(upstream.last().headers().first("If-Modified-Since")).contains("yesterday");
    assertThat(status(soon)).isEqualTo("Entrepot; hit; ttl=86400");
    assertThat(upstream.asked).hasSize(2);
  }

  @Test
  public void shouldReplaceWhatHasChanged() throws Exception {
    upstream.once("a", Scripted.ok(HELLO));
    upstream.has("a", Scripted.ok("changed".getBytes(UTF_8)));
    proxy.fetch(wanted("a"));
    proxy.clock.advance(Duration.ofHours(25));

    Fetch again = proxy.fetch(wanted("a"));

    assertThat(status(again)).isEqualTo("Entrepot; fwd=stale; fwd-status=200; stored");
    assertThat(proxy.bytes(again)).asString().isEqualTo("changed");
  }

  @Test
  public void shouldNeverAskAgainForWhatIsNamedByItsDigest() throws Exception {
    upstream.has("a", Scripted.ok(HELLO));
    Wanted wanted = Wanted.of(AssetPath.of("a"), "a", Freshness.FOREVER).having(sha256(HELLO));
    proxy.fetch(wanted);
    proxy.cache.invalidate();
    proxy.clock.advance(Duration.ofDays(5000));

    assertThat(status(proxy.fetch(wanted))).isEqualTo("Entrepot; hit");
    assertThat(upstream.asked).hasSize(1);
  }

  @Test
  public void shouldCompareByHeadWhatAFormatCompares() throws Exception {
    upstream.has("a", Scripted.ok(HELLO).with("X-Digest", "1"));
    Wanted wanted =
        wanted("a").currentIf((asset, head) -> head.first("X-Digest").equals(Optional.of("1")));
    proxy.fetch(wanted);
    proxy.clock.advance(Duration.ofHours(25));

    assertThat(status(proxy.fetch(wanted))).isEqualTo("Entrepot; fwd=stale; fwd-status=200");
    assertThat(upstream.count(Method.GET, "a")).isEqualTo(1);
    assertThat(upstream.count(Method.HEAD, "a")).isEqualTo(1);

    upstream.has("a", Scripted.ok("new".getBytes(UTF_8)).with("X-Digest", "2"));
    proxy.clock.advance(Duration.ofHours(25));
    assertThat(proxy.bytes(proxy.fetch(wanted))).asString().isEqualTo("new");
  }

  @Test
  public void shouldRememberWhatUpstreamHasNotForAWhile() throws Exception {
    assertThat(proxy.fetch(wanted("none")))
        .isInstanceOfSatisfying(
            Fetch.Absent.class,
            absent ->
                assertThat(absent.problem().message())
                    .isEqualTo("the upstream of repository 'mirror' has no 'none'"));
    proxy.fetch(wanted("none"));
    assertThat(upstream.asked).hasSize(1);

    upstream.has("none", Scripted.ok(HELLO));
    proxy.clock.advance(Duration.ofHours(25));
    assertThat(proxy.bytes(proxy.fetch(wanted("none")))).isEqualTo(HELLO);
  }

  @Test
  public void shouldAskAgainForEverythingOnceInvalidated() throws Exception {
    upstream.has("a", Scripted.ok(HELLO));
    proxy.fetch(wanted("a"));
    proxy.fetch(wanted("none"));
    upstream.has("none", Scripted.ok(HELLO));
    proxy.clock.advance(Duration.ofSeconds(1));

    proxy.cache.invalidate();
    proxy.clock.advance(Duration.ofSeconds(1));

    assertThat(proxy.bytes(proxy.fetch(wanted("none")))).isEqualTo(HELLO);
    assertThat(status(proxy.fetch(wanted("a")))).contains("fwd=stale");
    assertThat(status(proxy.fetch(wanted("a")))).contains("; hit");
  }

  @Test
  public void shouldServeWhatIsOldWhenUpstreamFails() throws Exception {
    upstream.has("a", Scripted.ok(HELLO));
    proxy.fetch(wanted("a"));
    proxy.clock.advance(Duration.ofHours(25));

    for (int status : new int[] {500, 503, 429, 401, 403}) {
      upstream.has("a", Scripted.status(status));
      proxy.clock.advance(Duration.ofMinutes(1));
      Fetch old = proxy.fetch(wanted("a"));
      assertThat(proxy.bytes(old)).isEqualTo(HELLO);
      assertThat(status(old)).matches("Entrepot; hit; ttl=-\\d+; detail=UPSTREAM_[A-Z]+");
    }
    assertThat(proxy.cache.stale(AssetPath.of("a")))
        .hasValueSatisfying(why -> assertThat(why).startsWith("UPSTREAM_"));
    upstream.has("a", Scripted.ok(HELLO));
    proxy.clock.advance(Duration.ofMinutes(1));
    proxy.fetch(wanted("a"));
    assertThat(proxy.cache.stale(AssetPath.of("a"))).as("current again").isEmpty();
    proxy.clock.advance(Duration.ofHours(25));
    upstream.down = true;
    proxy.clock.advance(Duration.ofMinutes(1));
    assertThat(status(proxy.fetch(wanted("a"))))
        .isEqualTo("Entrepot; hit; ttl=-3660; detail=UPSTREAM_BLOCKED");
    int before = upstream.asked.size();
    proxy.fetch(wanted("a"));
    assertThat(upstream.asked).as("not asked again at once").hasSize(before);
  }

  @Test
  public void shouldAskAgainEachTimeWhereNothingIsLeftAlone() throws Exception {
    proxy.cache.close();
    proxy.with("httpClient.autoBlock", "false").use("default");
    upstream.once("a", Scripted.ok(HELLO));
    upstream.once("a", Scripted.status(500));
    upstream.once("a", Scripted.status(500));
    upstream.has("a", Scripted.ok("changed".getBytes(UTF_8)));
    proxy.fetch(wanted("a"));
    proxy.clock.advance(Duration.ofHours(25));

    for (int i = 0; i < 2; i++) {
      assertThat(status(proxy.fetch(wanted("a")))).contains("; hit; ttl=-").contains("detail=");
    }
    assertThat(proxy.bytes(proxy.fetch(wanted("a")))).asString().isEqualTo("changed");
  }

  @Test
  public void shouldNeverCallAFailureA404() throws Exception {
    upstream.has("a", Scripted.status(500));
    upstream.has("b", Scripted.status(429).with("Retry-After", "7"));
    upstream.has("c", Scripted.status(403));
    assertThat(problem("a").status()).isEqualTo(502);
    assertThat(problem("b").status()).isEqualTo(503);
    assertThat(problem("b").headers().first("Retry-After")).contains("7");
    assertThat(problem("c").code()).isEqualTo("UPSTREAM_DENIED");
    upstream.has("a", Scripted.ok(HELLO));
    assertThat(proxy.bytes(proxy.fetch(wanted("a")))).isEqualTo(HELLO);
  }

  private Problem problem(String path) throws Exception {
    return ((Fetch.Failed) proxy.fetch(wanted(path))).problem();
  }

  @Test
  public void shouldServeWhatIsOldToAllWhenOneLookHangs() throws Exception {
    upstream.once("a", Scripted.ok(HELLO));
    upstream.has("a", request -> null);
    proxy.fetch(wanted("a"));
    proxy.clock.advance(Duration.ofHours(25));

    List<CompletableFuture<Fetch>> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(proxy.cache.fetch(wanted("a")).toCompletableFuture());
    }
    for (CompletableFuture<Fetch> one : all) {
      assertThat(status(got(one))).contains("detail=UPSTREAM_SLOW");
    }
    long before = System.nanoTime();
    assertThat(status(proxy.fetch(wanted("a")))).contains("detail=UPSTREAM_SLOW");
    assertThat(System.nanoTime() - before).isLessThan(1_000_000_000L);
    assertThat(upstream.count(Method.GET, "a")).isEqualTo(2);
  }

  @Test
  public void shouldGoOnWhereABodyBrokeOff() throws Exception {
    byte[] rest = Arrays.copyOfRange(BIG, 100_000, BIG.length);
    byte[] first = Arrays.copyOf(BIG, 100_000);
    upstream.once(
        "big",
        Scripted.ok(first).announcing(BIG.length).with("ETag", "\"v1\"").breakingOff("reset"));
    Scripted tail =
        new Scripted(
                206,
                io.entrepot.spi.http.Headers.of("ETag", "\"v1\""),
                OptionalLong.of(rest.length),
                rest,
                Optional.empty(),
                new CountDownLatch(0))
            .with("Content-Range", "bytes 100000-299999/300000");
    upstream.once("big", tail);

    assertThat(proxy.bytes(proxy.fetch(wanted("big")))).isEqualTo(BIG);
    assertThat(upstream.last().headers().first("Range")).contains("bytes=100000-");
    assertThat(upstream.last().headers().first("If-Range")).contains("\"v1\"");
  }

  @Test
  public void shouldNotGoOnWithABodyThatMayBeAnother() throws Exception {
    byte[] first = Arrays.copyOf(BIG, 100_000);
    upstream.has("big", Scripted.ok(first).announcing(BIG.length).breakingOff("reset"));

    Fetch fetch = proxy.fetch(wanted("big"));
    assertThatThrownBy(() -> proxy.bytes(fetch))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("broke off after 100000 of 300000 bytes");
    proxy.settle();
    assertThat(proxy.kept("big")).isEmpty();
    assertThat(upstream.last().headers().first("Range")).isEmpty();
  }

  @Test
  public void shouldBeginAnewWhileNobodyHasSeenAnything() throws Exception {
    upstream.once("a", Scripted.ok("hel".getBytes(UTF_8)).announcing(5).breakingOff("reset"));
    upstream.has("a", Scripted.ok(HELLO));
    assertThat(proxy.bytes(proxy.fetch(wanted("a")))).isEqualTo(HELLO);
    assertThat(upstream.asked).hasSize(2);
  }

  @Test
  public void shouldKeepNothingOfAnotherDigest() throws Exception {
    upstream.has("big", Scripted.ok(BIG));
    Wanted wanted = wanted("big").having(sha256(HELLO));

    Fetch fetch = proxy.fetch(wanted);
    assertThatThrownBy(() -> proxy.bytes(fetch)).hasMessageContaining("sent bytes of digest");
    proxy.settle();
    assertThat(proxy.kept("big")).isEmpty();
    assertThat(proxy.data().resolve("blobs/default/uploads").toFile().list()).isEmpty();
    upstream.has("small", Scripted.ok(HELLO));
    assertThat(proxy.fetch(wanted("small").having(sha256(BIG)))).isInstanceOf(Fetch.Failed.class);
  }

  @Test
  public void shouldRefuseWhatIsPackedTooLongOrNotAccepted() throws Exception {
    upstream.has("packed", Scripted.ok(BIG).with("Content-Encoding", "gzip"));
    upstream.has("long", Scripted.ok(BIG));
    upstream.has("longer", Scripted.ok(BIG).chunked());
    Wanted unwelcome =
        wanted("long")
            .accepting(
                headers -> {
                  throw new Problem(502, "HTML", "it is a page").asException();
                });
    assertThat(problem("packed").message()).contains("sent it packed");
    assertThat(((Fetch.Failed) proxy.fetch(wanted("long").whole(1000))).problem().status())
        .isEqualTo(502);
    assertThat(((Fetch.Failed) proxy.fetch(wanted("longer").whole(1000))).problem().message())
        .contains("more than 1000 bytes");
    assertThat(((Fetch.Failed) proxy.fetch(unwelcome)).problem().code()).isEqualTo("HTML");
    assertThat(proxy.kept("long")).isEmpty();
  }

  @Test
  public void shouldGiveWhatIsWantedWholeOnceItIsKept() throws Exception {
    upstream.has("whole", Scripted.ok(BIG).chunked());
    List<Integer> seen = new ArrayList<>();
    Wanted wanted = wanted("whole");
    Fetch fetch =
        proxy.fetch(
            wanted
                .whole(1 << 20)
                .kept(
                    arrival -> {
                      seen.add(arrival.bytes().length);
                      return wanted.keep().apply(arrival);
                    }));
    assertThat(fetch).isInstanceOf(Fetch.Kept.class);
    assertThat(seen).containsExactly(BIG.length);
  }

  @Test
  public void shouldLookWithoutStoring() throws Exception {
    upstream.has("a", Scripted.ok(HELLO).with("Content-Length", "5").with("Set-Cookie", "x=y"));
    Fetch.Seen seen = (Fetch.Seen) proxy.look(wanted("a"));
    assertThat(seen.headers().first("Content-Length")).contains("5");
    assertThat(seen.headers().first("Set-Cookie")).isEmpty();
    assertThat(proxy.kept("a")).isEmpty();
    assertThat(upstream.count(Method.HEAD, "a")).isEqualTo(1);
    assertThat(proxy.look(wanted("none"))).isInstanceOf(Fetch.Absent.class);
    proxy.fetch(wanted("a"));
    assertThat(proxy.look(wanted("a"))).isInstanceOf(Fetch.Kept.class);
  }

  @Test
  public void shouldAskWhatIsNotKept() throws Exception {
    upstream.has("search", Scripted.ok(HELLO));
    assertThat(got(proxy.cache.ask(ProxyFixture.question("search"), 100)).body()).isEqualTo(HELLO);
    assertThat(got(proxy.cache.ask(ProxyFixture.question("none"), 100)).status()).isEqualTo(404);
    assertThatThrownBy(() -> got(proxy.cache.ask(ProxyFixture.question("search"), 4)))
        .hasCauseInstanceOf(ProblemException.class)
        .hasMessageContaining("longer than 4 bytes");
  }

  @Test
  public void shouldRememberWhatWasLookedUpOverARestart() throws Exception {
    upstream.once("a", Scripted.ok(HELLO).with("ETag", "\"1\""));
    upstream.has("a", Scripted.status(304));
    proxy.fetch(wanted("a"));
    proxy.stop();
    proxy.start();
    assertThat(status(proxy.fetch(wanted("a")))).contains("; hit");
    proxy.clock.advance(Duration.ofHours(25));
    assertThat(status(proxy.fetch(wanted("a")))).contains("fwd-status=304");
    assertThat(upstream.last().headers().first("If-None-Match")).contains("\"1\"");
    proxy.stop();
    proxy.start();
    assertThat(status(proxy.fetch(wanted("a")))).contains("; hit; ttl=86400");
  }

  @Test
  public void shouldCompleteWhatIsUnderWayWhenItIsClosed() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    upstream.has("big", Scripted.ok(BIG).behind(gate));
    Fetch fetch = proxy.fetch(wanted("big"));

    proxy.cache.close();

    assertThat(upstream.closed).isFalse();
    gate.countDown();
    assertThat(proxy.bytes(fetch)).isEqualTo(BIG);
    proxy.settle();
    assertThat(upstream.closed).isTrue();
    assertThat(proxy.kept("big")).isPresent();
  }

  private static Digest sha256(byte[] bytes) throws Exception {
    return Digest.of(DigestAlgorithm.SHA256, MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
