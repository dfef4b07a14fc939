package io.entrepot.testkit;

import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.blob.GrowingBlob;
import io.entrepot.spi.blob.Staged;
import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.proxy.Arrival;
import io.entrepot.spi.proxy.Fetch;
import io.entrepot.spi.proxy.Freshness;
import io.entrepot.spi.proxy.ProxyCache;
import io.entrepot.spi.proxy.Wanted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Plays the engine's cache over a {@link TestUpstream}, at once and one request at a time: what is
 * kept is current for a day, then asked for again, and served all the same when upstream is down.
 */
final class MemoryProxyCache implements ProxyCache {

  private static final Duration AGE = Duration.ofDays(1);

  private final ContentStore content;
  private final TestUpstream upstream;
  private final Map<AssetPath, Instant> checked = new HashMap<>();

  MemoryProxyCache(ContentStore content, TestUpstream upstream) {
    this.content = content;
    this.upstream = upstream;
  }

  @Override
  public CompletionStage<Fetch> fetch(Wanted wanted) {
    return stage(() -> find(wanted, Method.GET));
  }

  @Override
  public CompletionStage<Fetch> look(Wanted wanted) {
    return stage(() -> find(wanted, Method.HEAD));
  }

  @Override
  public CompletionStage<Answer> ask(Question question, int limit) {
    return stage(
        () -> {
          Answer answer = upstream.answer(question);
          if (answer.body().length > limit) {
            throw new Problem(502, "UPSTREAM", "the answer is too long").asException();
          }
          return answer;
        });
  }

  private interface Step<T> {
    T take() throws IOException;
  }

  private static <T> CompletionStage<T> stage(Step<T> step) {
    try {
      return CompletableFuture.completedFuture(step.take());
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private synchronized Fetch find(Wanted wanted, Method method) throws IOException {
    Optional<Asset> kept = content.find(wanted.path());
    if (kept.isPresent() && current(wanted)) {
      return new Fetch.Kept(kept.get(), "Entrepot; hit");
    }
    try {
      if (kept.isPresent() && wanted.same().isPresent()) {
        Answer head =
            upstream.answer(new Question(Method.HEAD, wanted.address(), wanted.headers()));
        if (head.status() == 200 && wanted.same().get().test(kept.get(), head.headers())) {
          checked.put(wanted.path(), upstream.clock().instant());
          return new Fetch.Kept(kept.get(), "Entrepot; hit");
        }
      }
      return taken(
          wanted,
          method,
          upstream.answer(new Question(method, wanted.address(), wanted.headers())));
    } catch (ProblemException e) {
      return kept.<Fetch>map(asset -> new Fetch.Kept(asset, "Entrepot; hit; ttl=-1"))
          .orElseGet(() -> new Fetch.Failed(e.problem()));
    }
  }

  private boolean current(Wanted wanted) {
    Instant since = checked.get(wanted.path());
    return wanted.freshness() == Freshness.FOREVER
        || (since != null && since.plus(AGE).isAfter(upstream.clock().instant()));
  }

  private Fetch taken(Wanted wanted, Method method, Answer answer) throws IOException {
    if (answer.status() == 404) {
      return new Fetch.Absent(
          new Problem(404, "NOT_FOUND", "upstream has no '" + wanted.address() + "'"));
    }
    if (answer.status() != 200) {
      throw new Problem(502, "UPSTREAM", "upstream answered " + answer.status()).asException();
    }
    wanted.accept().accept(answer.headers());
    if (method == Method.HEAD) {
      return new Fetch.Seen(answer.headers(), "Entrepot; fwd=miss");
    }
    BlobUpload upload = content.upload(UploadHint.none());
    upload.write(ByteBuffer.wrap(answer.body()));
    if (wanted.digest().isPresent()) {
      DigestAlgorithm algorithm = wanted.digest().get().algorithm();
      if (!upload.digest(algorithm).equals(wanted.digest().get())) {
        upload.cancel();
        throw new Problem(502, "UPSTREAM", "upstream sent other bytes than " + wanted.digest())
            .asException();
      }
    }
    content.commit(wanted.keep().apply(new Sent(upload.finish(), answer.headers(), answer.body())));
    checked.put(wanted.path(), upstream.clock().instant());
    return wanted.whole().isPresent()
        ? new Fetch.Kept(content.find(wanted.path()).orElseThrow(), "Entrepot; fwd=miss; stored")
        : new Fetch.Coming(
            new Grown(answer.body()), answer.headers(), "Entrepot; fwd=miss; stored");
  }

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Sent(Staged content, Headers headers, byte[] bytes) implements Arrival {
    @Override
    public String contentType() {
      return headers.first("Content-Type").orElse("application/octet-stream");
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Grown(byte[] bytes) implements GrowingBlob {
    @Override
    public OptionalLong length() {
      return OptionalLong.of(bytes.length);
    }

    @Override
    public int read(long position, ByteBuffer into) {
      if (position >= bytes.length) {
        return -1;
      }
      int count = Math.min(into.remaining(), bytes.length - (int) position);
      into.put(bytes, (int) position, count);
      return count;
    }

    @Override
    public void whenReadable(long position, Runnable callback) {
      callback.run();
    }
  }
}
