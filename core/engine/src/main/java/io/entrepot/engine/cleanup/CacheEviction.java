package io.entrepot.engine.cleanup;

import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.content.Downloads;
import io.entrepot.engine.content.LeastUsed.Candidate;
import io.entrepot.engine.content.RepositoryContents;
import io.entrepot.engine.repository.Definitions;
import io.entrepot.engine.repository.Serving;
import io.entrepot.engine.task.TaskCancelledException;
import io.entrepot.engine.task.TaskRun;
import io.entrepot.engine.task.TaskType;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.PreconditionFailedException;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.http.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps proxies within {@code proxy.cacheSizeLimit}: what was used the longest ago goes, until a
 * tenth of the limit is free. Looks twice a minute by itself. The bytes are freed as those of
 * everything that is deleted: by the collector.
 */
@Component(service = TaskType.class)
public final class CacheEviction implements TaskType, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CacheEviction.class);
  private static final int SECONDS = 30;
  private static final int BATCH = 2_000;

  /** Is told how far it is. */
  private interface Progress {
    void step(String repository, long removed) throws TaskCancelledException;
  }

  private final Definitions definitions;
  private final RepositoryContents contents;
  private final Downloads downloads;
  private final Serving serving;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "entrepot-cache-eviction");
            thread.setDaemon(true);
            return thread;
          });

  /** Of the server's proxies. */
  @Activate
  @SuppressWarnings("FutureReturnValueIgnored") // it ends with the executor alone
  public CacheEviction(
      @Reference Definitions definitions,
      @Reference RepositoryContents contents,
      @Reference Downloads downloads,
      @Reference Serving serving) {
    this.definitions = definitions;
    this.contents = contents;
    this.downloads = downloads;
    this.serving = serving;
    executor.scheduleWithFixedDelay(this::evictIfNeeded, SECONDS, SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public String id() {
    return "proxy.evict";
  }

  @Override
  public String label() {
    return "Keep proxies within their size limits";
  }

  @Override
  public List<Field> fields() {
    return List.of();
  }

  @Override
  public void run(TaskRun run) throws IOException {
    for (RepositoryDefinition definition : definitions.repositories()) {
      OptionalLong limit = limit(definition);
      if (limit.isPresent()) {
        long removed =
            evict(
                definition.name(),
                limit.getAsLong(),
                (repository, count) ->
                    run.progress("assets of '" + repository + "' removed", count, 0));
        run.report("'%s': %d assets removed".formatted(definition.name(), removed));
      }
    }
  }

  private void evictIfNeeded() {
    try {
      for (RepositoryDefinition definition : definitions.repositories()) {
        OptionalLong limit = limit(definition);
        if (limit.isPresent()) {
          long removed = evict(definition.name(), limit.getAsLong(), (repository, count) -> {});
          if (removed > 0) {
            LOG.info("{} assets of proxy '{}' made room", removed, definition.name());
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("A proxy is not kept within its size limit", e);
    }
  }

  /** Removes what is too much; gives how many assets that were. */
  private synchronized long evict(String repository, long limit, Progress progress)
      throws IOException {
    if (contents.totals(repository).size() <= limit) {
      return 0;
    }
    downloads.write();
    Optional<Serving.Held> holding = serving.hold(repository);
    if (holding.isEmpty()) {
      return 0;
    }
    long removed = 0;
    try (Serving.Held held = holding.get()) {
      long goal = limit - limit / 10;
      long before = -1;
      while (held.repository().isPresent() && removed != before) {
        before = removed;
        for (Candidate candidate : contents.leastUsed().list(repository, BATCH)) {
          if (contents.totals(repository).size() <= goal) {
            return removed;
          }
          removed += remove(held, candidate) ? 1 : 0;
          progress.step(repository, removed);
        }
      }
    }
    return removed;
  }

  private static boolean remove(Serving.Held held, Candidate candidate) throws IOException {
    Optional<Asset> asset = held.content().find(candidate.path());
    if (asset.isEmpty()) {
      return false;
    }
    try {
      return !held.content()
          .commit(held.repository().orElseThrow().deletion(asset.get()))
          .deleted()
          .isEmpty();
    } catch (PreconditionFailedException | ProblemException e) {
      // It is being set anew, or something needs it.
      return false;
    }
  }

  private static OptionalLong limit(RepositoryDefinition definition) {
    return definition.recipe().type() == RepositoryType.PROXY
            && definition.settings().get("proxy") instanceof Map<?, ?> proxy
            && proxy.get("cacheSizeLimit") instanceof Number limit
        ? OptionalLong.of(limit.longValue())
        : OptionalLong.empty();
  }

  @Deactivate
  @Override
  public void close() {
    executor.shutdown();
  }
}
