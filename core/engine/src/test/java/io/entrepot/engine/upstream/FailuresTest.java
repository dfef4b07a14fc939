package io.entrepot.engine.upstream;

import static io.entrepot.engine.upstream.UpstreamFixture.ask;
import static io.entrepot.engine.upstream.UpstreamFixture.get;
import static io.entrepot.engine.upstream.UpstreamFixture.head;
import static io.entrepot.engine.upstream.UpstreamFixture.problem;
import static io.entrepot.engine.upstream.UpstreamFixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.engine.upstream.UpstreamHealth.State;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.testkit.TestSettings;
import io.entrepot.testkit.upstream.Answer;
import io.entrepot.testkit.upstream.Answers;
import io.entrepot.testkit.upstream.FaultyUpstream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;

/** What an upstream that fails does to those who ask. */
public final class FailuresTest {

  private static final Answer FILE = Answers.file("here".getBytes(StandardCharsets.US_ASCII));

  @Rule public final UpstreamFixture fixture = new UpstreamFixture();

  // The bytes of the present answer that were taken.
  private volatile Semaphore taken = new Semaphore(0);

  @Test
  public void shouldAskAgainWhatFailedBeforeItAnswered() throws Exception {
    fixture
        .server
        .on("/reset", Answers.reset(), FILE)
        .on("/error", Answers.status(503), Answers.status(500), FILE)
        .on("/missing", Answers.status(404), FILE)
        .on("/body", Answers.reset("some bytes".getBytes(StandardCharsets.US_ASCII), 4), FILE);
    try (Upstream upstream = fixture.open()) {
      assertThat(ask(upstream, "/reset").text()).isEqualTo("here");
      assertThat(ask(upstream, "/error").text()).isEqualTo("here");
      assertThat(ask(upstream, "/missing").status()).isEqualTo(404);
      assertThat(ask(upstream, "/body").whole()).isFalse();
      assertThat(fixture.server.count("/error")).isEqualTo(3);
      assertThat(fixture.server.count("/body")).isEqualTo(1);
    }
  }

  @Test
  public void shouldAskNoMoreOftenThanItIsTold() throws Exception {
    fixture.server.on("*", Answers.status(502));
    try (Upstream upstream = fixture.open()) {
      assertThat(ask(upstream, "/a").status()).isEqualTo(502);
      assertThat(fixture.server.count("/a")).isEqualTo(3);
    }
    try (Upstream upstream = fixture.open(once())) {
      assertThat(ask(upstream, "/b").status()).isEqualTo(502);
      assertThat(fixture.server.count("/b")).isEqualTo(1);
    }
  }

  @Test
  public void shouldSayThatNobodyIsThere() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    String url = "http://127.0.0.1:" + port;
    try (Upstream upstream = fixture.open(fixture.settings().with("proxy.remoteUrl", url))) {
      Problem problem = problem(upstream, "/a");
      assertThat(problem.status()).isEqualTo(502);
      assertThat(problem.message()).contains("upstream '" + url + "'");
      for (int i = 1; i < Breaker.FAILURES; i++) {
        assertThat(problem(upstream, "/a").status()).isEqualTo(502);
      }
    }
  }

  @Test
  public void shouldNotWaitForEver() throws Exception {
    fixture.server.on("/head", Answers.hang());
    fixture.server.on("/body", Answers.hangAfter(new byte[100], 10));
    fixture.server.on(
        "/drip",
        (request, wire) -> {
          wire.send("HTTP/1.1 200 OK\r\n");
          while (true) {
            wire.send("X: y\r\n").pause(Duration.ofMillis(100));
          }
        });
    try (Upstream upstream = fixture.open(impatient())) {
      Problem problem = problem(upstream, "/head");
      assertThat(problem.status()).isEqualTo(504);
      assertThat(problem.message()).contains("in time");
      assertThat(problem(upstream, "/drip").status()).isEqualTo(504);
      assertThat(ask(upstream, "/body").whole()).isFalse();
      assertThat(fixture.server.count("/head")).isEqualTo(1);
    }
  }

  @Test
  public void shouldBringSlowBodies() throws Exception {
    byte[] bytes = "0123456789".repeat(2).getBytes(StandardCharsets.US_ASCII);
    fixture.server.on("/slow", Answers.drip(bytes, 1, Duration.ofMillis(70)));
    try (Upstream upstream = fixture.open(impatient())) {
      assertThat(ask(upstream, "/slow").text()).isEqualTo("0123456789".repeat(2));
    }
  }

  /** Bytes that never keep the client waiting for too long, and never end either. */
  @Test
  public void shouldGiveUpBodiesThatDripForEver() throws Exception {
    fixture.server.on("/drip", dripping(400, "x"));
    fixture.server.on("/steady", dripping(400, "x".repeat(2000)));
    try (Upstream upstream = fixture.open()) {
      UpstreamFixture.Body body = taken(upstream, "/drip");
      assertThat(body.whole()).isFalse();
      assertThat(body.text()).hasSizeBetween(6, 300);
      assertThat(taken(upstream, "/steady").text()).hasSize(400 * 2000);
    }
    TestSettings slow = fixture.settings().with("httpClient.connection.minimumSpeed", "0");
    try (Upstream upstream = fixture.open(slow)) {
      assertThat(taken(upstream, "/drip").text()).hasSize(400);
    }
  }

  private UpstreamFixture.Body taken(Upstream upstream, String path) throws Exception {
    Semaphore bytes = new Semaphore(0);
    taken = bytes;
    return read(head(upstream, get(path)), bytes::release).get(20, TimeUnit.SECONDS);
  }

  /** So many pieces, each of which takes ten seconds by the clock after the last was taken. */
  private Answer dripping(int pieces, String piece) {
    return (request, wire) -> {
      Semaphore bytes = taken;
      int length = pieces * piece.length();
      wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
      for (int i = 0; i < pieces; i++) {
        wire.pause(Duration.ofMillis(2));
        fixture.clock.advance(Duration.ofSeconds(10));
        wire.send(piece);
        while (!bytes.tryAcquire(piece.length())) {
          wire.pause(Duration.ofMillis(1)); // ends when the server stops
        }
      }
    };
  }

  @Test
  public void shouldNotBlameTheUpstreamForTheTimeThatTakersTake() throws Exception {
    byte[] bytes = new byte[1 << 20];
    fixture.server.on("/file", Answers.file(bytes));
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    try (Upstream upstream = fixture.open(impatient())) {
      head(upstream, get("/file"))
          .read(
              new UpstreamReply.Sink() {
                private boolean paused;

                @Override
                public void take(ByteBuffer some) {
                  some.position(some.limit());
                }

                @Override
                public void whenReady(Runnable next) {
                  if (paused) {
                    next.run();
                    return;
                  }
                  paused = true;
                  CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS).execute(next);
                }

                @Override
                public void end() {
                  ended.complete(true);
                }

                @Override
                public void broken(IOException cause) {
                  ended.completeExceptionally(cause);
                }
              });
      assertThat(ended.get(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  public void shouldLeaveAloneWhatFailsAndTryItLater() throws Exception {
    fixture.server.on("*", Answers.status(500));
    try (Upstream upstream = fixture.open(once())) {
      for (int i = 0; i < Breaker.FAILURES; i++) {
        assertThat(ask(upstream, "/a").status()).isEqualTo(500);
      }
      Problem problem = problem(upstream, "/a");
      assertThat(problem.status()).isEqualTo(503);
      assertThat(problem.headers().first("Retry-After")).contains("10");
      assertThat(fixture.server.count("/a")).isEqualTo(Breaker.FAILURES);
      assertThat(upstream.health().state()).isEqualTo(State.AUTO_BLOCKED);
      assertThat(upstream.health().reason()).contains("500");

      fixture.server.on("*", FILE);
      fixture.clock.advance(Breaker.FIRST_PAUSE);
      fixture.awaitProbe(upstream);
      assertThat(fixture.server.count("/a")).as("no client tried").isEqualTo(Breaker.FAILURES);
      assertThat(fixture.server.count("/")).isEqualTo(1);
      assertThat(ask(upstream, "/a").text()).isEqualTo("here");
    }
  }

  @Test
  public void shouldMakeNobodyWaitForTheTry() throws Exception {
    fixture.server.on("*", Answers.status(500));
    try (Upstream upstream = fixture.open(impatient().with("httpClient.connection.retries", "0"))) {
      for (int i = 0; i < Breaker.FAILURES; i++) {
        ask(upstream, "/a");
      }
      fixture.server.on("*", Answers.hang());
      fixture.clock.advance(Breaker.FIRST_PAUSE);
      fixture.upstreams.probe();
      for (int i = 0; i < 10; i++) {
        CompletableFuture<UpstreamReply> one = upstream.send(get("/a")).toCompletableFuture();
        assertThat(one).as("refused at once").isCompletedExceptionally();
        assertThat(status(one)).isEqualTo(503);
      }
      assertThat(fixture.server.count("/a")).isEqualTo(Breaker.FAILURES);
    }
  }

  @Test
  public void shouldComeBackToAnUpstreamWhoseRootIsIll() throws Exception {
    fixture.server.on("/", Answers.status(503)).on("/a", Answers.status(500));
    try (Upstream upstream = fixture.open(once())) {
      for (int i = 0; i < Breaker.FAILURES; i++) {
        ask(upstream, "/a");
      }
      assertThat(upstream.health().state()).isEqualTo(State.AUTO_BLOCKED);
      fixture.server.on("/a", FILE);
      fixture.clock.advance(Breaker.FIRST_PAUSE);
      fixture.awaitProbe(upstream);
      assertThat(ask(upstream, "/a").text()).isEqualTo("here");
    }
  }

  @Test
  public void shouldLeaveNothingAloneIfItMayNot() throws Exception {
    fixture.server.on("*", Answers.status(500));
    try (Upstream upstream = fixture.open(once().with("httpClient.autoBlock", "false"))) {
      for (int i = 0; i < 4 * Breaker.FAILURES; i++) {
        assertThat(ask(upstream, "/a").status()).isEqualTo(500);
      }
      fixture.server.on("*", FILE);
      assertThat(ask(upstream, "/a").text()).isEqualTo("here");
    }
  }

  @Test
  public void shouldTakeWhatItSaysForAnAnswer() throws Exception {
    for (int status : new int[] {400, 403, 404, 410, 416, 501}) {
      fixture.server.on("/" + status, Answers.status(status));
    }
    try (Upstream upstream = fixture.open(once())) {
      for (int status : new int[] {400, 403, 404, 410, 416, 501, 501, 501, 501, 501, 501}) {
        assertThat(ask(upstream, "/" + status).status()).isEqualTo(status);
      }
      assertThat(upstream.health().state()).isEqualTo(State.AVAILABLE);
    }
  }

  @Test
  public void shouldNotAskWhatIsBlocked() throws Exception {
    TestSettings settings = fixture.settings().with("httpClient.blocked", "true");
    try (Upstream upstream = fixture.open(settings)) {
      assertThat(problem(upstream, "/a").status()).isEqualTo(503);
      assertThat(upstream.health().state()).isEqualTo(State.BLOCKED);
    }
    assertThat(fixture.server.requests()).isEmpty();
  }

  @Test
  public void shouldLeaveAloneWhatAsksForIt() throws Exception {
    fixture.server.on("/a", Answers.tooMany(120), FILE);
    try (Upstream upstream = fixture.open()) {
      Problem problem = problem(upstream, "/a");
      assertThat(problem.status()).isEqualTo(503);
      assertThat(problem.headers().first("Retry-After")).contains("120");
      fixture.clock.advance(Duration.ofSeconds(60));
      assertThat(problem(upstream, "/a").headers().first("Retry-After")).contains("60");
      assertThat(upstream.health().state()).isEqualTo(State.RATE_LIMITED);
      assertThat(fixture.server.count("/a")).isEqualTo(1);
      fixture.clock.advance(Duration.ofSeconds(60));
      assertThat(ask(upstream, "/a").text()).isEqualTo("here");
    }
  }

  @Test
  public void shouldReadDatesAndNonsenseInRetryAfter() throws Exception {
    fixture.server.on("/date", Answers.status(429, "Retry-After: Fri, 01 May 2026 12:01:30 GMT"));
    fixture.server.on("/long", Answers.tooMany(999_999_999));
    fixture.server.on("/none", Answers.status(429), FILE);
    fixture.server.on("/odd", Answers.status(429, "Retry-After: soon"));
    for (String[] one :
        List.of(
            new String[] {"/date", "90"},
            new String[] {"/long", "3600"},
            new String[] {"/none", "30"},
            new String[] {"/odd", "30"})) {
      try (Upstream upstream = fixture.open()) {
        assertThat(problem(upstream, one[0]).headers().first("Retry-After")).contains(one[1]);
      }
    }
    try (Upstream upstream = fixture.open()) {
      assertThat(ask(upstream, "/none").text()).isEqualTo("here");
    }
  }

  @Test
  public void shouldNotLetOthersSayThatItIsToBeLeftAlone() throws Exception {
    fixture.server.on("/a", FILE);
    try (FaultyUpstream other = FaultyUpstream.start();
        Upstream upstream = fixture.open(once())) {
      other.on("/limit", Answers.tooMany(600)).on("/error", Answers.status(500));
      assertThat(problem(upstream, other.url() + "/limit").status()).isEqualTo(503);
      for (int i = 0; i < 2 * Breaker.FAILURES; i++) {
        assertThat(ask(upstream, other.url() + "/error").status()).isEqualTo(500);
      }
      assertThat(ask(upstream, "/a").text()).isEqualTo("here");
    }
  }

  @Test
  public void shouldRememberHowManyRequestsAreLeft() throws Exception {
    fixture.server.on("/a", Answers.status(200, "ratelimit-remaining: 76;w=21600"));
    fixture.server.on("/b", Answers.status(200));
    try (Upstream upstream = fixture.open()) {
      assertThat(upstream.health().remaining()).isEmpty();
      ask(upstream, "/a");
      ask(upstream, "/b");
      assertThat(upstream.health().remaining()).hasValue(76);
    }
  }

  @Test
  public void shouldNotExhaustAnythingWhenItHangs() throws Exception {
    fixture.server.on("/hang", Answers.hang());
    fixture.server.on("/a", FILE);
    try (FaultyUpstream well = FaultyUpstream.start().on("*", FILE);
        Upstream hanging =
            fixture.open(fixture.settings().with("httpClient.connection.timeout", "3"));
        Upstream other = fixture.open(fixture.settings().with("proxy.remoteUrl", well.url()))) {
      List<CompletableFuture<UpstreamReply>> all = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        all.add(hanging.send(get("/hang")).toCompletableFuture());
      }
      assertThat(all).noneMatch(CompletableFuture::isDone);
      assertThat(hanging.health().inFlight()).isEqualTo(64);
      // While connections are made threads are busy; once the requests are out none is.
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
      while (busyThreads() > 20 && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      assertThat(busyThreads()).isLessThanOrEqualTo(20);
      assertThat(ask(other, "/x").text()).isEqualTo("here");

      int[] statuses = new int[600];
      for (CompletableFuture<UpstreamReply> one : all) {
        statuses[status(one)]++;
      }
      assertThat(statuses[504]).isBetween(Breaker.FAILURES, 64 + Breaker.FAILURES);
      assertThat(statuses[503]).isEqualTo(500 - statuses[504]);
      assertThat(hanging.health().state()).isEqualTo(State.AUTO_BLOCKED);
      assertThat(hanging.health().inFlight()).isZero();
      assertThat(fixture.server.count("/hang")).isLessThanOrEqualTo(64 + Breaker.FAILURES);
    }
  }

  @Test
  public void shouldLetOnlySoManyWait() throws Exception {
    fixture.server.on("/hang", Answers.hang());
    try (Upstream upstream = fixture.open()) {
      List<CompletableFuture<UpstreamReply>> all = new ArrayList<>();
      for (int i = 0; i < 64 + 1000; i++) {
        all.add(upstream.send(get("/hang")).toCompletableFuture());
      }
      assertThat(all).noneMatch(CompletableFuture::isDone);
      Problem problem = problem(upstream, "/hang");
      assertThat(problem.status()).isEqualTo(503);
      assertThat(problem.message()).contains("too many");
    }
  }

  @Test
  public void shouldGiveItsPlaceBackHoweverItEnds() throws Exception {
    fixture
        .server
        .on("/closed", Answers.file(new byte[1 << 20]))
        .on("/broken", Answers.truncated(new byte[100], 10))
        .on("/read", FILE)
        .on("/missing", Answers.status(404));
    try (Upstream upstream = fixture.open()) {
      for (int i = 0; i < 100; i++) {
        head(upstream, get("/closed")).close();
        ask(upstream, "/broken");
        ask(upstream, "/read");
        head(upstream, get("/missing")).close();
      }
      assertThat(ask(upstream, "/read").text()).isEqualTo("here");
    }
  }

  @Test
  public void shouldRefuseAddressesThatLeaveItsPath() throws Exception {
    String url = fixture.server.url() + "/base";
    fixture.server.on("/base/a", FILE).on("/secret", FILE);
    try (Upstream upstream = fixture.open(fixture.settings().with("proxy.remoteUrl", url))) {
      assertThat(ask(upstream, "/a").text()).isEqualTo("here");
      for (String address :
          List.of("../secret", "a/../../secret", "%2e%2e/secret", ".%2E/secret", "a b", "..")) {
        assertThat(problem(upstream, address).status()).as(address).isEqualTo(400);
      }
    }
    assertThat(fixture.server.count("/secret")).isZero();
  }

  private static int status(CompletableFuture<UpstreamReply> one) throws Exception {
    try (UpstreamReply reply = one.orTimeout(20, TimeUnit.SECONDS).join()) {
      return reply.status();
    } catch (CompletionException e) {
      return ((ProblemException) e.getCause()).problem().status();
    }
  }

  /** Threads for upstreams that do not just wait for work. */
  private static long busyThreads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().startsWith("entrepot-upstream"))
        .filter(
            thread ->
                Arrays.stream(thread.getValue())
                    .noneMatch(
                        frame ->
                            List.of("idleJobPoll", "waitForTask", "poll")
                                .contains(frame.getMethodName())))
        .count();
  }

  private TestSettings once() {
    return fixture.settings().with("httpClient.connection.retries", "0");
  }

  private TestSettings impatient() {
    return fixture.settings().with("httpClient.connection.timeout", "1");
  }
}
