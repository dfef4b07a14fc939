package io.entrepot.engine.upstream;

import io.entrepot.engine.upstream.Breaker.Refusal;
import io.entrepot.engine.upstream.Journey.Reaches;
import io.entrepot.spi.http.ProblemException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An upstream that is asked by HTTP: not too much at a time, not when it fails, and again. */
final class HttpUpstream implements Upstream {

  private static final Logger LOG = LoggerFactory.getLogger(HttpUpstream.class);
  private static final Duration FIRST_DELAY = Duration.ofMillis(200);
  private static final long DEFAULT_WISH = 30;

  private final String repository;
  private final UpstreamSettings settings;
  private final Hops hops;
  private final Slots slots;
  private final Breaker breaker;
  private final Clock clock;
  private final Failure failure;
  private final Reaches reaches = Reaches.fresh();
  private final Cookies cookies = new Cookies();
  private final Authentication authentication;
  private final Runnable end;
  private volatile String failedLast = "";
  private volatile boolean closed;

  /**
   * Asks as the settings say.
   *
   * @param end run when it is closed
   */
  HttpUpstream(
      String repository,
      UpstreamSettings settings,
      Hops hops,
      Slots slots,
      Clock clock,
      Runnable end) {
    this.repository = repository;
    this.settings = settings;
    this.hops = hops;
    this.slots = slots;
    this.clock = clock;
    this.end = end;
    this.breaker = new Breaker(clock, settings.blocked(), settings.autoBlock());
    this.failure = new Failure(settings.base().toString());
    this.authentication =
        new Authentication(settings.credentials(), new TokenRealm(settings, hops, reaches, clock));
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // it completes the one that is returned
  public CompletionStage<UpstreamReply> send(UpstreamRequest request) {
    CompletableFuture<UpstreamReply> answer = new CompletableFuture<>();
    if (closed) {
      answer.completeExceptionally(failure.blocked("its settings have just changed"));
      return answer;
    }
    Optional<CompletableFuture<Void>> slot = slots.take();
    if (slot.isEmpty()) {
      answer.completeExceptionally(failure.later("too many requests wait for it", 5));
      return answer;
    }
    waitFor(slot.get())
        .whenComplete(
            (ready, late) -> {
              if (late != null) {
                answer.completeExceptionally(failure.later("too many requests are with it", 5));
                return;
              }
              enter(request, answer);
            });
    return answer;
  }

  private CompletableFuture<Void> waitFor(CompletableFuture<Void> slot) {
    if (slot.isDone()) {
      return slot;
    }
    var timer =
        hops.scheduler()
            .schedule(
                () -> {
                  slot.completeExceptionally(new TimeoutException());
                  slots.sweep();
                },
                settings.patience().toMillis(),
                TimeUnit.MILLISECONDS);
    return slot.whenComplete((ready, late) -> timer.cancel());
  }

  @SuppressWarnings("FutureReturnValueIgnored") // it completes the answer
  private void enter(UpstreamRequest request, CompletableFuture<UpstreamReply> answer) {
    Optional<Refusal> refusal = breaker.enter();
    if (refusal.isPresent()) {
      slots.free();
      answer.completeExceptionally(refused(refusal.get()));
      return;
    }
    boolean own =
        settings
            .resolve(request.address())
            .flatMap(Site::of)
            .filter(settings.site()::equals)
            .isPresent();
    attempt(request, own, settings.retries(), FIRST_DELAY)
        .whenComplete(
            (reply, problem) -> {
              if (problem != null) {
                slots.free();
                answer.completeExceptionally(failure.of(problem));
                return;
              }
              reply.over().whenComplete((done, none) -> slots.free());
              if (!answer.complete(reply)) {
                reply.close();
              }
            });
  }

  @SuppressWarnings("FutureReturnValueIgnored") // what it holds is composed
  private CompletableFuture<ArrivingReply> attempt(
      UpstreamRequest request, boolean own, int more, Duration delay) {
    return askOnce(request)
        .handle(
            (reply, problem) -> {
              if (more > 0 && !closed && again(reply, problem)) {
                if (reply != null) {
                  reply.close();
                }
                return later(delay)
                    .thenCompose(done -> attempt(request, own, more - 1, delay.multipliedBy(2)));
              }
              return judged(request, reply, problem, own);
            })
        .thenCompose(result -> result);
  }

  /** Whether what failed may go well the next time: nothing of it was passed on. */
  private static boolean again(ArrivingReply reply, Throwable problem) {
    if (reply != null) {
      int status = reply.status();
      boolean wish = reply.headers().first("Retry-After").isPresent();
      return !wish && (status == 500 || (status >= 502 && status <= 504));
    }
    Throwable cause = Failure.cause(problem);
    return cause instanceof IOException
        && !(cause instanceof ProblemException)
        && !(cause instanceof ForbiddenAddressException)
        && !(cause instanceof TooManyException)
        && !(cause instanceof javax.net.ssl.SSLException)
        && !Failure.late(cause);
  }

  private CompletableFuture<Void> later(Duration delay) {
    long half = delay.toMillis() / 2;
    long jittered = half + ThreadLocalRandom.current().nextLong(half + 1);
    CompletableFuture<Void> done = new CompletableFuture<>();
    hops.scheduler().schedule(() -> done.complete(null), jittered, TimeUnit.MILLISECONDS);
    return done;
  }

  /** Tells the breaker how it went. */
  private CompletableFuture<ArrivingReply> judged(
      UpstreamRequest request, ArrivingReply reply, Throwable problem, boolean own) {
    if (problem != null) {
      return CompletableFuture.failedFuture(judgedFailure(request, problem, own));
    }
    if (reply.status() == 429) {
      reply.close();
      return CompletableFuture.failedFuture(
          judgedFailure(request, new TooManyException(reply.headers()), own));
    }
    if (!own) {
      return CompletableFuture.completedFuture(reply);
    }
    breaker.remaining(remaining(reply));
    if (Probe.ill(reply.status())) {
      failed(request, "it answers with status " + reply.status());
    } else {
      breaker.succeeded();
    }
    return CompletableFuture.completedFuture(reply);
  }

  private ProblemException judgedFailure(UpstreamRequest request, Throwable problem, boolean own) {
    Throwable cause = Failure.cause(problem);
    if (cause instanceof TooManyException wish) {
      long seconds = wish.retryAfter().map(this::seconds).orElse(DEFAULT_WISH);
      long granted =
          own && wish.retryAfter().isPresent()
              ? breaker.wish(Duration.ofSeconds(seconds)).toSeconds()
              : Math.min(seconds, Breaker.LONGEST_WISH.toSeconds());
      return failure.later("it asked to be left alone (429)", granted);
    }
    ProblemException told = failure.of(cause);
    if (LOG.isDebugEnabled()) {
      LOG.debug("Repository '{}': {}", repository, told.getMessage(), cause);
    }
    if (own && Probe.ill(told) && !closed) {
      failed(request, told.problem().message());
    }
    return told;
  }

  private void failed(UpstreamRequest request, String reason) {
    failedLast = request.address();
    boolean asked = breaker.health(0).state() == UpstreamHealth.State.AVAILABLE;
    breaker.failed(reason);
    UpstreamHealth now = breaker.health(0);
    if (asked && now.state() == UpstreamHealth.State.AUTO_BLOCKED) {
      LOG.warn(
          "Repository '{}' does not ask its upstream {} until {}: {}",
          repository,
          settings.base(),
          now.until().map(Instant::toString).orElse("?"),
          reason);
    }
  }

  /** Tries it, if it is time for that. */
  @SuppressWarnings("FutureReturnValueIgnored") // tells the breaker
  void probe() {
    if (closed || !breaker.toBeTried()) {
      return;
    }
    // However it ends, it has to be told: what is never told of is never tried again.
    CompletableFuture.completedFuture(failedLast)
        .thenCompose(new Probe(this::askOnce, failure)::run)
        .whenComplete(
            (ill, broken) -> {
              Optional<String> why =
                  broken == null ? ill : Optional.of(Failure.cause(broken).toString());
              if (why.isPresent()) {
                breaker.stillFails(why.get());
                return;
              }
              breaker.succeeded();
              LOG.info("Repository '{}' asks its upstream {} again", repository, settings.base());
            });
  }

  private CompletableFuture<ArrivingReply> askOnce(UpstreamRequest request) {
    return new Journey(settings, hops, authentication, cookies, reaches, request).start();
  }

  private ProblemException refused(Refusal refusal) {
    return refusal
        .until()
        .map(
            until ->
                failure.later(
                    refusal.reason(), Duration.between(clock.instant(), until).toSeconds()))
        .orElseGet(() -> failure.blocked(refusal.reason()));
  }

  /** Of {@code Retry-After} (RFC 9110 §10.2.3). */
  private long seconds(String retryAfter) {
    if (retryAfter.matches("[0-9]{1,9}")) {
      return Long.parseLong(retryAfter);
    }
    try {
      Instant then =
          ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Math.max(1, Duration.between(clock.instant(), then).toSeconds());
    } catch (DateTimeParseException e) {
      return DEFAULT_WISH;
    }
  }

  private static OptionalLong remaining(UpstreamReply reply) {
    return reply.headers().first("ratelimit-remaining").stream()
        .map(value -> value.replaceFirst("[;,].*", "").strip())
        .filter(value -> value.matches("[0-9]{1,18}"))
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  @Override
  public UpstreamHealth health() {
    return breaker.health(slots.taken());
  }

  @Override
  public void close() {
    closed = true;
    hops.close();
    end.run();
  }

  /** Its URL. */
  @Override
  public String toString() {
    return settings.toString();
  }
}
