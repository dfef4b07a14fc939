package io.entrepot.engine.repository;

import io.entrepot.engine.proxy.ProxyCaches;
import io.entrepot.engine.proxy.RepositoryCache;
import io.entrepot.engine.upstream.UpstreamHealth;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.format.Settings;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.proxy.Fetch;
import io.entrepot.spi.proxy.Wanted;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Caches whose upstreams have nothing; tells what was done to them. */
final class FakeCaches implements ProxyCaches {

  /** {@code open mirror http://…}, {@code invalidate mirror}, {@code close mirror}. */
  final List<String> done = new CopyOnWriteArrayList<>();

  @Override
  public RepositoryCache open(String repository, Settings settings, ContentStore content) {
    done.add("open " + repository + " " + settings.text("proxy.remoteUrl").orElse(""));
    return new Cache(repository);
  }

  private final class Cache implements RepositoryCache {
    private final String repository;

    Cache(String repository) {
      this.repository = repository;
    }

    @Override
    public CompletionStage<Fetch> fetch(Wanted wanted) {
      return CompletableFuture.completedFuture(
          new Fetch.Absent(new Problem(404, "NOT_FOUND", "upstream has none")));
    }

    @Override
    public CompletionStage<Fetch> look(Wanted wanted) {
      return fetch(wanted);
    }

    @Override
    public CompletionStage<Answer> ask(Question question, int limit) {
      return CompletableFuture.failedFuture(
          new Problem(502, "UPSTREAM_FAILED", "upstream is none").asException());
    }

    @Override
    public void invalidate() {
      done.add("invalidate " + repository);
    }

    @Override
    public Optional<String> stale(AssetPath path) {
      return Optional.empty();
    }

    @Override
    public UpstreamHealth health() {
      return new UpstreamHealth(
          UpstreamHealth.State.AVAILABLE, "", Optional.empty(), OptionalLong.empty(), 0);
    }

    @Override
    public void close() {
      done.add("close " + repository);
    }
  }
}
