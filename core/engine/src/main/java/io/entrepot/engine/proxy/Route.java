package io.entrepot.engine.proxy;

import io.entrepot.engine.content.Contents;
import io.entrepot.engine.upstream.Upstream;
import io.entrepot.engine.upstream.UpstreamReply;
import io.entrepot.engine.upstream.UpstreamRequest;
import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.proxy.Fetch;
import io.entrepot.spi.proxy.Wanted;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Between one repository and its upstream: what both are, and what is known of their ways. */
final class Route {

  /** How long a full store is not tried. */
  private static final Duration FULL = Duration.ofSeconds(15);

  /** How long it is remembered of what nobody asks for any more that it was served old. */
  private static final Duration STALE = Duration.ofDays(30);

  private static final int REMEMBERED = 10_000;

  /**
   * The engine's parts that all routes share.
   *
   * @param executor for what takes longer than a network's thread may
   */
  record Parts(Contents contents, Checks checks, Executor executor, Clock clock) {}

  private final String repository;
  private final ProxyTerms terms;
  private final ContentStore content;
  private final Upstream upstream;
  private final Parts parts;
  private final Refusals refusals;
  private final Expiring<Problem> absences;
  private final Expiring<Problem> setbacks;
  private final Expiring<String> stale;
  private volatile Instant invalidated;
  private volatile Instant fullUntil = Instant.EPOCH;

  Route(String repository, ProxyTerms terms, ContentStore content, Upstream upstream, Parts parts)
      throws IOException {
    this.repository = repository;
    this.terms = terms;
    this.content = content;
    this.upstream = upstream;
    this.parts = parts;
    this.refusals = new Refusals(repository);
    this.absences = new Expiring<>(parts.clock(), REMEMBERED);
    this.setbacks = new Expiring<>(parts.clock(), REMEMBERED);
    this.stale = new Expiring<>(parts.clock(), REMEMBERED);
    this.invalidated = parts.checks().invalidated(repository);
  }

  ContentStore content() {
    return content;
  }

  Upstream upstream() {
    return upstream;
  }

  Executor executor() {
    return parts.executor();
  }

  Refusals refusals() {
    return refusals;
  }

  Instant now() {
    return parts.clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Asks upstream for something that is wanted. */
  CompletionStage<UpstreamReply> send(Method method, Wanted wanted, Headers conditions) {
    return upstream.send(request(method, wanted, conditions));
  }

  /** A request for something that is wanted: as it is, not packed. */
  UpstreamRequest request(Method method, Wanted wanted, Headers conditions) {
    Headers headers = wanted.headers().and(conditions).and("Accept-Encoding", "identity");
    return new UpstreamRequest(method, wanted.address(), headers);
  }

  Fill fill(Wanted wanted, UpstreamReply reply, BlobUpload upload, Fill.Listener listener) {
    return new Fill(
        content, parts.contents(), executor(), refusals, wanted, reply, upload, listener);
  }

  Intake intake(Wanted wanted, UpstreamReply reply, Intake.Taker taker) {
    UpstreamRequest request = request(Method.GET, wanted, Headers.none());
    boolean certain = wanted.digest().isPresent();
    return new Intake(
        upstream, executor(), refusals, new Intake.Subject(request, certain), reply, taker);
  }

  /**
   * Looks at the head of an answer.
   *
   * @throws io.entrepot.spi.http.ProblemException if its body is not to be taken
   */
  void requireAcceptable(Wanted wanted, UpstreamReply reply) throws IOException {
    if (!Fields.plain(reply.headers())) {
      throw refusals
          .body(wanted.address(), "sent it packed, which it was asked not to")
          .asException();
    }
    if (wanted.whole().isPresent()
        && reply.length().isPresent()
        && reply.length().getAsLong() > wanted.whole().getAsInt()) {
      throw refusals
          .body(
              wanted.address(),
              "sends %d bytes, more than %d"
                  .formatted(reply.length().getAsLong(), wanted.whole().getAsInt()))
          .asException();
    }
    wanted.accept().accept(Fields.open(reply.headers()));
  }

  /** When an asset was last looked up. */
  Check check(Asset asset) throws IOException {
    return parts.checks().find(repository, asset);
  }

  void note(Asset asset, Check check) {
    parts.checks().note(repository, asset, check);
    stale.remove(anywhere(asset.path()));
  }

  /** The status of a kept asset that counts as current; empty if it does not. */
  Optional<String> current(Wanted wanted, Asset asset) throws IOException {
    return switch (wanted.freshness()) {
      case FOREVER -> Optional.of(CacheStatus.hit(Optional.empty()));
      case METADATA, CONTENT -> {
        Instant when = check(asset).when();
        if (!when.isAfter(invalidated)) {
          yield Optional.empty();
        }
        Optional<Duration> age = terms.age(wanted.freshness());
        Optional<Duration> left = age.map(most -> Duration.between(now(), when.plus(most)));
        yield left.isPresent() && (left.get().isNegative() || left.get().isZero())
            ? Optional.empty()
            : Optional.of(CacheStatus.hit(left));
      }
    };
  }

  /** What is kept, although it is old. */
  Fetch stale(Wanted wanted, Asset asset, Problem why) {
    setbacks.put(Key.of(wanted), why, terms.setback());
    stale.put(anywhere(asset.path()), why.code(), STALE);
    return old(wanted, asset, why);
  }

  /** Why what is at a path was last served although it is old. */
  Optional<String> stale(AssetPath path) {
    return stale.find(anywhere(path));
  }

  /** Wherever upstream has it. */
  private static Key anywhere(AssetPath path) {
    return new Key(path, "");
  }

  /** The same where it need not be remembered. */
  Fetch old(Wanted wanted, Asset asset, Problem why) {
    Duration over = Duration.ZERO;
    try {
      Duration age = terms.age(wanted.freshness()).orElse(Duration.ZERO);
      over = Duration.between(check(asset).when().plus(age), now());
    } catch (IOException e) {
      // How old it is does not matter to the one who gets nothing else.
      over = Duration.ZERO;
    }
    return new Fetch.Kept(asset, CacheStatus.stale(over, why.code()));
  }

  /** Why something was not found to be current a moment ago. */
  Optional<Problem> setback(Key key) {
    return setbacks.find(key);
  }

  void absent(Key key, Problem problem) {
    absences.put(key, problem, terms.absence());
  }

  /** Upstream's 404, if it is remembered. */
  Optional<Problem> absence(Key key) {
    return absences.find(key);
  }

  void stored(Key key) {
    absences.remove(key);
    setbacks.remove(key);
  }

  void full() {
    fullUntil = parts.clock().instant().plus(FULL);
  }

  /** Whether the store has no room, as far as is known. */
  boolean isFull() {
    return parts.clock().instant().isBefore(fullUntil);
  }

  void invalidate() throws IOException {
    Instant now = now();
    parts.checks().invalidate(repository, now);
    invalidated = now;
    absences.clear();
    setbacks.clear();
  }
}
