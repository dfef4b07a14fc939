package io.entrepot.engine.proxy;

import io.entrepot.engine.upstream.UpstreamHealth;
import io.entrepot.spi.blob.StorageFullException;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.proxy.Fetch;
import io.entrepot.spi.proxy.Wanted;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** One repository's cache over its upstream. */
final class CachingProxy implements RepositoryCache {

  private static final Problem SLOW =
      new Problem(504, "UPSTREAM_SLOW", "the upstream takes its time");

  private final Route route;
  private final Duration patience;
  private final Map<Key, Flight> flights = new ConcurrentHashMap<>();
  private final Map<Key, CompletableFuture<Fetch>> looks = new ConcurrentHashMap<>();
  private final Users users;

  /**
   * A cache.
   *
   * @param patience how long one who could have what is kept waits for what is current
   */
  CachingProxy(Route route, Duration patience) {
    this.route = route;
    this.patience = patience;
    this.users = new Users(route.upstream()::close);
  }

  @Override
  public CompletionStage<Fetch> fetch(Wanted wanted) {
    Key key = Key.of(wanted);
    try {
      Optional<Asset> kept = route.content().find(wanted.path());
      Optional<Fetch> known = known(key, wanted, kept);
      if (known.isPresent()) {
        return CompletableFuture.completedFuture(known.get());
      }
      if (route.isFull()) {
        return passed(wanted, kept);
      }
      return joined(key, wanted, kept);
    } catch (IOException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** What can be said without asking. */
  private Optional<Fetch> known(Key key, Wanted wanted, Optional<Asset> kept) throws IOException {
    if (kept.isPresent()) {
      Optional<String> hit = route.current(wanted, kept.get());
      if (hit.isPresent()) {
        return Optional.of(new Fetch.Kept(kept.get(), hit.get()));
      }
      Optional<Problem> setback = route.setback(key);
      if (setback.isPresent()) {
        return Optional.of(route.old(wanted, kept.get(), setback.get()));
      }
    }
    return route.absence(key).map(Fetch.Absent::new);
  }

  private CompletionStage<Fetch> joined(Key key, Wanted wanted, Optional<Asset> kept) {
    Flight own = new Flight(route, wanted, kept, () -> landed(key));
    Flight flight = flights.putIfAbsent(key, own);
    boolean first = flight == null;
    if (first) {
      flight = own;
      users.enter();
      begin(key, wanted, kept, own);
    }
    CompletableFuture<Fetch> result = flight.result();
    if (kept.isPresent() && !result.isDone()) {
      result = patient(flight, wanted, kept.get());
    }
    return result
        .handleAsync(
            (fetch, failure) -> outcome(wanted, kept, first, fetch, failure), route.executor())
        .thenCompose(stage -> stage);
  }

  /** Somebody may have landed with it since it was looked for. */
  private void begin(Key key, Wanted wanted, Optional<Asset> kept, Flight flight) {
    try {
      Optional<Asset> now = route.content().find(wanted.path());
      Optional<Fetch> known =
          now.equals(kept) && kept.isEmpty() ? Optional.empty() : known(key, wanted, now);
      if (known.isPresent()) {
        flight.skip(known.get());
        return;
      }
    } catch (IOException e) {
      flight.failed(e);
      return;
    }
    flight.run();
  }

  private void landed(Key key) {
    if (flights.remove(key) != null) {
      users.leave();
    }
  }

  /** What is kept is served to those who would wait too long; the flight goes on. */
  private CompletableFuture<Fetch> patient(Flight flight, Wanted wanted, Asset kept) {
    long left = patience.toNanos() - flight.age();
    if (left <= 0) {
      return CompletableFuture.completedFuture(route.old(wanted, kept, SLOW));
    }
    return flight
        .result()
        .copy()
        .completeOnTimeout(route.old(wanted, kept, SLOW), left, TimeUnit.NANOSECONDS);
  }

  private CompletionStage<Fetch> outcome(
      Wanted wanted, Optional<Asset> kept, boolean first, Fetch fetch, Throwable failure) {
    if (failure != null) {
      Throwable cause = Refusals.cause(failure);
      return cause instanceof StorageFullException
          ? passed(wanted, kept)
          : CompletableFuture.failedFuture(cause);
    }
    if (first) {
      return CompletableFuture.completedFuture(fetch);
    }
    if (fetch instanceof Fetch.Coming coming) {
      return CompletableFuture.completedFuture(
          new Fetch.Coming(
              coming.bytes(), coming.headers(), CacheStatus.collapsed(coming.status())));
    }
    if (fetch instanceof Fetch.Kept had) {
      return CompletableFuture.completedFuture(
          new Fetch.Kept(had.asset(), CacheStatus.collapsed(had.status())));
    }
    return CompletableFuture.completedFuture(fetch);
  }

  /** Without storing. */
  private CompletionStage<Fetch> passed(Wanted wanted, Optional<Asset> kept) {
    users.enter();
    CompletableFuture<Fetch> result = new CompletableFuture<>();
    new Passing(route, wanted, kept, users::leave, result).run();
    return result;
  }

  @Override
  public CompletionStage<Fetch> look(Wanted wanted) {
    Key key = Key.of(wanted);
    try {
      Optional<Asset> kept = route.content().find(wanted.path());
      Optional<Fetch> known = known(key, wanted, kept);
      if (known.isPresent()) {
        return CompletableFuture.completedFuture(known.get());
      }
      CompletableFuture<Fetch> own = new CompletableFuture<>();
      CompletableFuture<Fetch> look = looks.putIfAbsent(key, own);
      if (look == null) {
        look = own;
        users.enter();
        new Look(
                route,
                wanted,
                kept,
                fetch -> {
                  looks.remove(key, own);
                  users.leave();
                  own.completeAsync(() -> fetch, route.executor());
                })
            .run();
      }
      return kept.isPresent()
          ? look.copy()
              .completeOnTimeout(
                  route.old(wanted, kept.get(), SLOW), patience.toNanos(), TimeUnit.NANOSECONDS)
              .thenApplyAsync(fetch -> fetch, route.executor())
          : look;
    } catch (IOException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletionStage<Answer> ask(Question question, int limit) {
    users.enter();
    CompletableFuture<Answer> answer = Asking.of(route, question, limit);
    return answer.whenCompleteAsync((unused, failure) -> users.leave(), route.executor());
  }

  @Override
  public void invalidate() throws IOException {
    route.invalidate();
  }

  @Override
  public Optional<String> stale(AssetPath path) {
    return route.stale(path);
  }

  @Override
  public UpstreamHealth health() {
    return route.upstream().health();
  }

  /** Whether anything is under way. */
  boolean busy() {
    return users.present();
  }

  @Override
  public void close() {
    users.close();
  }
}
