package io.entrepot.engine.repository;

import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.content.Contents;
import io.entrepot.engine.group.GroupContent;
import io.entrepot.engine.proxy.RepositoryCache;
import io.entrepot.engine.repository.Serving.Held;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.format.Members;
import io.entrepot.spi.format.Recipe;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.format.Settings;
import io.entrepot.spi.format.UploadForm;
import io.entrepot.spi.http.ErrorForm;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.proxy.ProxyCache;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A repository as it is from one change to the next. Requests that are in it when it is replaced
 * finish in it; then it is closed, and lets its format go.
 *
 * @param definition what makes it, as it is kept
 * @param format its format, used until the lease ends; empty if it is missing
 * @param repository empty if it does not serve
 * @param problem why it does not serve, if it does not
 * @param cache what it has of its upstream, if it is a proxy that serves
 * @param around what it meets
 */
record Snapshot(
    RepositoryDefinition definition,
    Optional<InstalledFormat> format,
    Optional<Repository> repository,
    Optional<Problem> problem,
    ContentStore content,
    Optional<RepositoryCache> cache,
    Neighbourhood around,
    Lease lease) {

  private static final Logger LOG = LoggerFactory.getLogger(Snapshot.class);

  private record Context(
      String name,
      Recipe recipe,
      Settings settings,
      ContentStore content,
      Clock clock,
      Optional<RepositoryCache> cache,
      Optional<Members> parts)
      implements RepositoryContext {

    @Override
    public ProxyCache proxy() {
      return cache.orElseThrow(
          () -> new IllegalStateException("repository '" + name + "' is no proxy"));
    }

    @Override
    public Members members() {
      return parts.orElseThrow(
          () -> new IllegalStateException("repository '" + name + "' is no group"));
    }
  }

  /**
   * Sets a repository up.
   *
   * @param installed its format, if that is here
   */
  static Snapshot of(
      RepositoryDefinition definition,
      Optional<InstalledFormat> installed,
      Contents contents,
      Neighbourhood around,
      Clock clock) {
    ContentStore content =
        around.content(
            definition,
            contents.of(
                definition.name(),
                new RepositorySettings(definition.settings())
                    .text(EngineFields.BLOB_STORE)
                    .orElseThrow()));
    Optional<InstalledFormat> format = installed.filter(one -> one.lease().acquire());
    if (format.isEmpty()) {
      return idle(definition, content, around, Problems.missingFormat(definition));
    }
    Optional<RepositoryCache> cache = Optional.empty();
    try {
      RepositorySettings settings =
          new RepositorySettings(
              SettingsCheck.check(
                  format.get().descriptor(), definition.recipe().type(), definition.settings()));
      cache = around.cache(definition, settings, content, format.get().format());
      Repository repository =
          format
              .get()
              .format()
              .create(
                  new Context(
                      definition.name(),
                      definition.recipe(),
                      settings,
                      content,
                      clock,
                      cache,
                      around.members(definition)));
      Runnable end = end(definition.name(), repository, cache, format.get());
      return new Snapshot(
          definition,
          format,
          Optional.of(repository).filter(made -> definition.online()),
          definition.online() ? Optional.empty() : Optional.of(Problems.offline(definition)),
          content,
          cache,
          around,
          new Lease(end));
    } catch (Exception | LinkageError e) {
      // Whatever a format throws: the others must serve, and this one say what is wrong with it.
      LOG.error("Repository '{}' cannot be set up", definition.name(), e);
      cache.ifPresent(RepositoryCache::close);
      format.get().lease().release();
      return idle(definition, content, around, Problems.broken(definition, e));
    }
  }

  private static Snapshot idle(
      RepositoryDefinition definition,
      ContentStore content,
      Neighbourhood around,
      Problem problem) {
    return new Snapshot(
        definition,
        Optional.empty(),
        Optional.empty(),
        Optional.of(problem),
        content,
        Optional.empty(),
        around,
        new Lease(() -> {}));
  }

  private static Runnable end(
      String name, Repository repository, Optional<RepositoryCache> cache, InstalledFormat format) {
    return () -> {
      close(name, repository);
      cache.ifPresent(RepositoryCache::close);
      format.lease().release();
    };
  }

  private static void close(String name, Repository repository) {
    try {
      repository.close();
    } catch (Exception | LinkageError e) {
      LOG.warn("Repository '{}' was not closed cleanly", name, e);
    }
  }

  String name() {
    return definition.name();
  }

  /** Holds it for one request; empty if it has been replaced and closed. */
  Optional<Held> hold() {
    return lease.acquire() ? Optional.of(new Holding(this, new AtomicBoolean())) : Optional.empty();
  }

  private record Holding(Snapshot snapshot, AtomicBoolean closed) implements Held {

    @Override
    public String name() {
      return snapshot.name();
    }

    @Override
    public Recipe recipe() {
      return snapshot.definition.recipe();
    }

    @Override
    public Optional<ErrorForm> errors() {
      return snapshot.format.flatMap(InstalledFormat::errors);
    }

    @Override
    public Optional<Repository> repository() {
      return snapshot.repository;
    }

    @Override
    public Problem problem() {
      return snapshot.problem.orElseThrow(
          () -> new IllegalStateException("repository '" + name() + "' serves"));
    }

    @Override
    public ContentStore content() {
      return snapshot.content;
    }

    @Override
    public Optional<String> stale(AssetPath path) {
      return snapshot.content instanceof GroupContent members
          ? members.stale(path)
          : snapshot.cache.flatMap(cache -> cache.stale(path));
    }

    @Override
    public Optional<Problem> refusal(String path) {
      return snapshot.around.refusal(snapshot.definition, path);
    }

    @Override
    public Optional<UploadForm> uploads() {
      return snapshot.format.flatMap(format -> format.format().uploads());
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        snapshot.lease.release();
      }
    }
  }
}
