package io.entrepot.engine.proxy;

import io.entrepot.engine.upstream.UpstreamReply;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.proxy.Fetch;
import io.entrepot.spi.proxy.Wanted;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Serves one client from upstream while there is no room to keep anything. */
final class Passing {

  private final Route route;
  private final Wanted wanted;
  private final Optional<Asset> kept;
  private final Runnable over;
  private final CompletableFuture<Fetch> result;

  /**
   * A passing.
   *
   * @param kept what there is, and is old
   * @param over called once, when nothing more comes
   * @param result completed with what the client gets
   */
  Passing(
      Route route,
      Wanted wanted,
      Optional<Asset> kept,
      Runnable over,
      CompletableFuture<Fetch> result) {
    this.route = route;
    this.wanted = wanted;
    this.kept = kept;
    this.over = over;
    this.result = result;
  }

  void run() {
    try {
      Headers conditions = kept.isPresent() ? route.check(kept.get()).conditions() : Headers.none();
      route
          .send(Method.GET, wanted, conditions)
          .whenCompleteAsync(
              (reply, failure) -> {
                if (failure != null) {
                  failed(Refusals.thrown(failure));
                  return;
                }
                answered(reply);
              },
              route.executor());
    } catch (IOException e) {
      failed(e);
    }
  }

  private void answered(UpstreamReply reply) {
    try {
      if (reply.status() == 200) {
        begin(reply);
        return;
      }
      reply.close();
      if (reply.status() == 304 && kept.isPresent()) {
        Asset asset = kept.get();
        route.note(asset, route.check(asset).again(route.now(), reply.headers()));
        tell(new Fetch.Kept(asset, CacheStatus.revalidated(304)));
      } else if (Refusals.saysAbsent(reply)) {
        Problem problem = route.refusals().absent(wanted.address());
        route.absent(Key.of(wanted), problem);
        tell(new Fetch.Absent(problem));
      } else {
        fail(route.refusals().status(reply.status(), wanted.address(), reply.headers()));
      }
    } catch (IOException | RuntimeException e) {
      reply.close();
      failed(e);
    }
  }

  private void begin(UpstreamReply reply) throws IOException {
    route.requireAcceptable(wanted, reply);
    boolean whole = wanted.whole().isPresent();
    Headers headers = Fields.describing(reply.headers());
    Passage passage =
        new Passage(
            route.refusals(),
            wanted,
            reply.length(),
            new Passage.Listener() {
              @Override
              public void whole(Passage bytes) {
                result.complete(new Fetch.Coming(bytes, headers, CacheStatus.PASSED));
                over.run();
              }

              @Override
              public void failed(IOException cause) {
                Passing.this.failed(cause);
              }
            });
    Intake intake = route.intake(wanted, reply, passage);
    if (!whole) {
      passage.watch(route.executor());
      result.complete(new Fetch.Coming(passage, headers, CacheStatus.PASSED));
    }
    intake.run();
  }

  private void failed(Exception failure) {
    if (result.isDone()) {
      over.run();
      return;
    }
    Optional<Problem> problem = Refusals.of(failure);
    if (problem.isPresent()) {
      fail(problem.get());
      return;
    }
    over.run();
    result.completeExceptionally(failure);
  }

  private void fail(Problem problem) {
    tell(kept.isPresent() ? route.stale(wanted, kept.get(), problem) : new Fetch.Failed(problem));
  }

  private void tell(Fetch fetch) {
    over.run();
    result.complete(fetch);
  }
}
