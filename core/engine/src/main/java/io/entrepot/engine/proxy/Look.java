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
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Asks upstream with {@code HEAD} what is to be said of something. Nothing is stored. */
final class Look {

  private final Route route;
  private final Wanted wanted;
  private final Optional<Asset> kept;
  private final Consumer<Fetch> told;

  /**
   * A look.
   *
   * @param kept what there is, and is old
   * @param told told what came of it, once
   */
  Look(Route route, Wanted wanted, Optional<Asset> kept, Consumer<Fetch> told) {
    this.route = route;
    this.wanted = wanted;
    this.kept = kept;
    this.told = told;
  }

  void run() {
    try {
      boolean conditional = kept.isPresent() && wanted.same().isEmpty();
      Headers conditions = conditional ? route.check(kept.get()).conditions() : Headers.none();
      route
          .send(Method.HEAD, wanted, conditions)
          .whenComplete(
              (reply, failure) -> {
                if (failure != null) {
                  failed(Refusals.thrown(failure));
                  return;
                }
                reply.close();
                answered(reply);
              });
    } catch (IOException e) {
      failed(e);
    }
  }

  private void answered(UpstreamReply reply) {
    try {
      Headers open = Fields.open(reply.headers());
      boolean same =
          kept.isPresent()
              && (reply.status() == 304
                  || (reply.status() == 200
                      && wanted.same().isPresent()
                      && wanted.same().get().test(kept.get(), open)));
      if (same) {
        Asset asset = kept.orElseThrow();
        route.note(asset, route.check(asset).again(route.now(), reply.headers()));
        told.accept(new Fetch.Kept(asset, CacheStatus.revalidated(reply.status())));
        return;
      }
      if (reply.status() == 200) {
        wanted.accept().accept(open);
        told.accept(new Fetch.Seen(open, CacheStatus.seen(OptionalInt.of(200))));
        return;
      }
      refused(reply);
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
  }

  private void refused(UpstreamReply reply) {
    if (Refusals.saysAbsent(reply)) {
      Problem problem = route.refusals().absent(wanted.address());
      route.absent(Key.of(wanted), problem);
      told.accept(new Fetch.Absent(problem));
      return;
    }
    fail(route.refusals().status(reply.status(), wanted.address(), reply.headers()));
  }

  private void failed(Exception failure) {
    fail(
        Refusals.of(failure)
            .orElseGet(
                () ->
                    route
                        .refusals()
                        .body(wanted.address(), "cannot be looked up: " + failure.getMessage())));
  }

  private void fail(Problem problem) {
    told.accept(
        kept.isPresent() ? route.stale(wanted, kept.get(), problem) : new Fetch.Failed(problem));
  }
}
