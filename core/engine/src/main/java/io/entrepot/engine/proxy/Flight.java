package io.entrepot.engine.proxy;

import io.entrepot.engine.upstream.UpstreamReply;
import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.StorageFullException;
import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.proxy.Fetch;
import io.entrepot.spi.proxy.Wanted;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One way to upstream and back for all who want one thing: what is kept is looked up again, and
 * what is not comes. Its result is there once it is known what clients get; bytes may come after
 * that. It fails only if storage does.
 */
final class Flight implements Fill.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(Flight.class);

  /** What is no longer is better told as an error than by an aborted connection. */
  private static final int SMALL = 64 * 1024;

  private static final int RESTARTS = 3;

  private final Route route;
  private final Wanted wanted;
  private final Optional<Asset> kept;
  private final Runnable landed;
  private final CompletableFuture<Fetch> result = new CompletableFuture<>();
  private final long begun = System.nanoTime();
  private int restarts;

  /**
   * A flight.
   *
   * @param kept what there is, and is old
   * @param landed called once, when all is kept or nothing will be
   */
  Flight(Route route, Wanted wanted, Optional<Asset> kept, Runnable landed) {
    this.route = route;
    this.wanted = wanted;
    this.kept = kept;
    this.landed = landed;
  }

  /** What clients get. */
  CompletableFuture<Fetch> result() {
    return result;
  }

  /** How long it has been under way, in nanoseconds. */
  long age() {
    return System.nanoTime() - begun;
  }

  /** Begins. */
  void run() {
    try {
      if (kept.isPresent() && wanted.same().isPresent()) {
        compare(kept.get());
        return;
      }
      get(kept.isPresent() ? route.check(kept.get()).conditions() : Headers.none());
    } catch (IOException | RuntimeException e) {
      crash(e);
    }
  }

  /** It was found already: nobody needs to be asked. */
  void skip(Fetch found) {
    land(found);
  }

  private void compare(Asset asset) {
    route
        .send(Method.HEAD, wanted, Headers.none())
        .whenComplete(
            (reply, failure) ->
                step(
                    failure,
                    () -> {
                      reply.close();
                      compared(asset, reply);
                    }));
  }

  private void compared(Asset asset, UpstreamReply reply) throws IOException {
    int status = reply.status();
    if (status == 200 && wanted.same().orElseThrow().test(asset, Fields.open(reply.headers()))) {
      current(asset, reply);
      return;
    }
    // Some do not know HEAD.
    if (status == 200 || status == 405 || status == 501) {
      get(Headers.none());
      return;
    }
    refused(reply);
  }

  private void get(Headers conditions) {
    route
        .send(Method.GET, wanted, conditions)
        .whenComplete((reply, failure) -> step(failure, () -> answered(reply)));
  }

  private void answered(UpstreamReply reply) throws IOException {
    if (reply.status() == 304 && kept.isPresent()) {
      reply.close();
      current(kept.get(), reply);
      return;
    }
    if (reply.status() != 200) {
      reply.close();
      refused(reply);
      return;
    }
    begin(reply);
  }

  private void current(Asset asset, UpstreamReply reply) throws IOException {
    route.note(asset, route.check(asset).again(route.now(), reply.headers()));
    land(new Fetch.Kept(asset, CacheStatus.revalidated(reply.status())));
  }

  private void refused(UpstreamReply reply) {
    if (Refusals.saysAbsent(reply)) {
      Problem problem = route.refusals().absent(wanted.address());
      route.absent(Key.of(wanted), problem);
      land(new Fetch.Absent(problem));
      return;
    }
    fail(route.refusals().status(reply.status(), wanted.address(), reply.headers()));
  }

  private void begin(UpstreamReply reply) throws IOException {
    BlobUpload upload;
    try {
      route.requireAcceptable(wanted, reply);
      upload = upload(reply);
    } catch (IOException | RuntimeException e) {
      reply.close();
      throw e;
    }
    Fill fill = route.fill(wanted, reply, upload, this);
    Intake intake = route.intake(wanted, reply, fill);
    boolean small = reply.length().isPresent() && reply.length().getAsLong() <= SMALL;
    if (wanted.whole().isEmpty() && !small) {
      Headers headers = Fields.describing(reply.headers());
      result.complete(new Fetch.Coming(fill, headers, CacheStatus.fetched(kept.isPresent())));
    }
    intake.run();
  }

  private BlobUpload upload(UpstreamReply reply) throws IOException {
    UploadHint hint = UploadHint.none().sized(reply.length());
    return route
        .content()
        .upload(
            wanted.digest().isPresent() ? hint.digesting(wanted.digest().get().algorithm()) : hint);
  }

  @Override
  public boolean restart(UpstreamReply reply) {
    if (result.isDone() || restarts == RESTARTS) {
      return false;
    }
    restarts++;
    step(null, () -> begin(reply));
    return true;
  }

  @Override
  public void kept(Asset asset, Headers headers) {
    route.note(asset, Check.of(asset, route.now(), headers));
    route.stored(Key.of(wanted));
    land(new Fetch.Kept(asset, CacheStatus.fetched(kept.isPresent())));
  }

  @Override
  public void failed(IOException cause) {
    if (cause instanceof StorageFullException) {
      route.full();
    }
    Optional<Problem> problem = Refusals.of(cause);
    if (result.isDone()) {
      LOG.warn("'{}' is not kept: {}", wanted.path(), cause.getMessage());
    }
    if (problem.isPresent()) {
      fail(problem.get());
      return;
    }
    crash(cause);
  }

  private interface Step {
    void take() throws IOException;
  }

  private void step(Throwable failure, Step step) {
    try {
      if (failure != null) {
        throw Refusals.thrown(failure);
      }
      step.take();
    } catch (IOException | RuntimeException e) {
      failed(e instanceof IOException expected ? expected : new IOException(e));
    }
  }

  private void fail(Problem problem) {
    land(kept.isPresent() ? route.stale(wanted, kept.get(), problem) : new Fetch.Failed(problem));
  }

  /** First it is over, then that is told: who asks behind that finds what is kept. */
  private void land(Fetch fetch) {
    landed.run();
    result.complete(fetch);
  }

  private void crash(Exception failure) {
    landed.run();
    result.completeExceptionally(failure);
  }
}
