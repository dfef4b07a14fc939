package io.entrepot.engine.proxy;

import static io.entrepot.engine.proxy.ProxyFixture.wanted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.BlobStoreLimits;
import io.entrepot.engine.admin.SoftQuota;
import io.entrepot.engine.proxy.FakeUpstream.Scripted;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.blob.GrowingBlob;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.proxy.Fetch;
import io.entrepot.testkit.TestBytes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** What a proxy does when there is no room to keep anything. */
public final class PassageTest {

  private static final byte[] HELLO = "hello".getBytes(UTF_8);
  private static final byte[] BIG = ProxyFixture.random(3_000_000);

  @Rule public final ProxyFixture proxy = new ProxyFixture().patience(Duration.ofSeconds(2));

  private final FakeUpstream upstream = proxy.upstream;

  @Before
  public void fill() throws Exception {
    proxy.stores.create(
        "small", "small", new BlobStoreLimits(Optional.<SoftQuota>empty(), OptionalLong.of(10)));
    proxy.use("small");
  }

  @Test
  public void shouldServeWithoutStoring() throws Exception {
    upstream.has("big", Scripted.ok(BIG));
    Fetch.Coming coming = (Fetch.Coming) proxy.fetch(wanted("big"));
    assertThat(coming.status()).isEqualTo("Entrepot; fwd=uri-miss; detail=NO_ROOM");
    assertThat(coming.headers().first("Content-Type")).contains("text/plain");
    assertThat(proxy.bytes(coming)).isEqualTo(BIG);
    proxy.settle();
    assertThat(proxy.kept("big")).isEmpty();
    assertThat(upstream.count(Method.GET, "big")).isEqualTo(2);

    upstream.has("chunked", Scripted.ok(BIG).chunked());
    assertThat(proxy.bytes(proxy.fetch(wanted("chunked")))).isEqualTo(BIG);
    assertThat(upstream.count(Method.GET, "chunked")).as("known to be full").isEqualTo(1);
  }

  @Test
  public void shouldTryTheStoreAgainAfterAWhile() throws Exception {
    upstream.has("big", Scripted.ok(BIG)).has("small", Scripted.ok("hi".getBytes(UTF_8)));
    proxy.bytes(proxy.fetch(wanted("big")));
    assertThat(proxy.fetch(wanted("small"))).isInstanceOf(Fetch.Coming.class);
    proxy.settle();
    proxy.clock.advance(Duration.ofMinutes(1));
    assertThat(proxy.fetch(wanted("small"))).isInstanceOf(Fetch.Kept.class);
  }

  @Test
  public void shouldHoldNoMoreInMemoryThanABit() throws Exception {
    upstream.has("big", Scripted.ok(BIG));
    GrowingBlob bytes = ((Fetch.Coming) proxy.fetch(wanted("big"))).bytes();
    ByteBuffer few = ByteBuffer.allocate(1);
    while (bytes.read(0, few) == 0) {
      Thread.onSpinWait();
    }
    long end = System.nanoTime() + 20_000_000_000L;
    while (!((Passage) bytes).blocked() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(((Passage) bytes).held()).isLessThan(600_000);
    assertThat(bytes.read(1, ByteBuffer.allocate(700_000))).isLessThan(600_000);
  }

  @Test
  public void shouldEndNothingThatIsWrong() throws Exception {
    upstream.has("big", Scripted.ok(BIG));
    upstream.has("short", Scripted.ok(BIG).announcing(BIG.length + 1).breakingOff("reset"));
    Fetch wrong =
        proxy.fetch(wanted("big").having(TestBytes.digest(DigestAlgorithm.SHA256, HELLO)));
    assertThatThrownBy(() -> proxy.bytes(wrong)).hasMessageContaining("sent bytes of digest");
    Fetch broken = proxy.fetch(wanted("short"));
    assertThatThrownBy(() -> proxy.bytes(broken)).hasMessageContaining("broke off");
  }

  @Test
  public void shouldGiveWhatIsWantedWholeFromMemory() throws Exception {
    Digest right = TestBytes.digest(DigestAlgorithm.SHA256, BIG);
    upstream.has("whole", Scripted.ok(BIG));
    Fetch fetch = proxy.fetch(wanted("whole").having(right).whole(BIG.length));
    assertThat(fetch).isInstanceOf(Fetch.Coming.class);
    assertThat(proxy.bytes(fetch)).isEqualTo(BIG);
    assertThat(proxy.fetch(wanted("whole").whole(10))).isInstanceOf(Fetch.Failed.class);
    assertThat(proxy.fetch(wanted("none"))).isInstanceOf(Fetch.Absent.class);
    upstream.has("error", Scripted.status(500));
    assertThat(proxy.fetch(wanted("error"))).isInstanceOf(Fetch.Failed.class);
  }
}
