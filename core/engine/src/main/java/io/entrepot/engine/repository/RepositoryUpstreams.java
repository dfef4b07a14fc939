package io.entrepot.engine.repository;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.admin.UpstreamAdmin;
import io.entrepot.engine.admin.UpstreamView;
import io.entrepot.engine.proxy.RepositoryCache;
import io.entrepot.engine.upstream.UpstreamHealth;
import io.entrepot.spi.format.RepositoryType;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The upstreams of the repositories that are served. */
@Component(service = UpstreamAdmin.class)
public final class RepositoryUpstreams implements UpstreamAdmin {

  private static final Logger LOG = LoggerFactory.getLogger(RepositoryUpstreams.class);
  private static final String BLOCKED = "httpClient.blocked";

  private final ServedRepositories served;
  private final RepositoryChanges changes;

  @Activate
  public RepositoryUpstreams(
      @Reference ServedRepositories served, @Reference RepositoryChanges changes) {
    this.served = served;
    this.changes = changes;
  }

  @Override
  public List<UpstreamView> list() {
    return served.snapshots().stream()
        .filter(snapshot -> type(snapshot) == RepositoryType.PROXY)
        .map(RepositoryUpstreams::view)
        .toList();
  }

  @Override
  public UpstreamView find(String repository) throws RefusedException {
    return view(proxy(repository));
  }

  @Override
  public void block(String repository, boolean blocked) throws RefusedException, IOException {
    RepositoryDefinition before = proxy(repository).definition();
    RepositorySettings settings = new RepositorySettings(before.settings());
    if (settings.flag(BLOCKED) == blocked) {
      return;
    }
    changes.update(
        new RepositoryDefinition(
            repository,
            before.recipe(),
            before.online(),
            settings.with(BLOCKED, blocked).document()));
    LOG.info("The upstream of repository '{}' is {}", repository, blocked ? "blocked" : "asked");
  }

  @Override
  public void invalidate(String repository) throws RefusedException, IOException {
    Snapshot snapshot = existing(repository);
    if (type(snapshot) == RepositoryType.HOSTED) {
      throw new RefusedException(
          Kind.INVALID,
          "name",
          "repository '" + repository + "' is a hosted one: it keeps nothing of an upstream");
    }
    invalidate(snapshot, new HashSet<>());
  }

  private void invalidate(Snapshot snapshot, Set<String> seen) throws IOException {
    if (!seen.add(snapshot.name())) {
      return;
    }
    if (snapshot.cache().isPresent()) {
      snapshot.cache().get().invalidate();
      LOG.info("What repository '{}' keeps of its upstream is old", snapshot.name());
    }
    for (String member : GroupRules.members(snapshot.definition().settings())) {
      Optional<Snapshot> next = served.snapshot(member);
      if (next.isPresent()) {
        invalidate(next.get(), seen);
      }
    }
  }

  private Snapshot proxy(String repository) throws RefusedException {
    Snapshot snapshot = existing(repository);
    if (type(snapshot) != RepositoryType.PROXY) {
      throw new RefusedException(
          Kind.INVALID, "name", "repository '" + repository + "' is no proxy: it has no upstream");
    }
    return snapshot;
  }

  private Snapshot existing(String repository) throws RefusedException {
    return served
        .snapshot(repository)
        .orElseThrow(
            () ->
                new RefusedException(
                    Kind.NOT_FOUND, "name", "there is no repository '" + repository + "'"));
  }

  private static UpstreamView view(Snapshot snapshot) {
    String url =
        new RepositorySettings(snapshot.definition().settings())
            .text(ProxyFields.REMOTE_URL)
            .orElse("");
    Optional<RepositoryCache> cache = snapshot.cache();
    if (cache.isEmpty() || snapshot.problem().isPresent()) {
      return new UpstreamView(
          snapshot.name(),
          url,
          UpstreamView.State.OFFLINE,
          snapshot.problem().map(problem -> problem.message()).orElse(""),
          Optional.empty(),
          OptionalLong.empty(),
          0);
    }
    UpstreamHealth health = cache.get().health();
    return new UpstreamView(
        snapshot.name(),
        url,
        state(health.state()),
        health.reason(),
        health.until(),
        health.remaining(),
        health.inFlight());
  }

  private static UpstreamView.State state(UpstreamHealth.State state) {
    return switch (state) {
      case AVAILABLE -> UpstreamView.State.AVAILABLE;
      case AUTO_BLOCKED -> UpstreamView.State.AUTO_BLOCKED;
      case RATE_LIMITED -> UpstreamView.State.RATE_LIMITED;
      case BLOCKED -> UpstreamView.State.BLOCKED;
    };
  }

  private static RepositoryType type(Snapshot snapshot) {
    return snapshot.definition().recipe().type();
  }
}
