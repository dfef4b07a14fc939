package io.entrepot.engine.repository;

import io.entrepot.engine.Environment;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.RemovedRepositoryAdmin;
import io.entrepot.engine.admin.RemovedRepositoryView;
import io.entrepot.engine.admin.RepositoryView;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repositories between their removal and the end of the time in which it can be undone. */
@Component(service = RemovedRepositoryAdmin.class)
public final class RemovedRepositories implements RemovedRepositoryAdmin {

  private static final Logger LOG = LoggerFactory.getLogger(RemovedRepositories.class);

  private final DefinitionStore store;
  private final RepositoryChanges changes;
  private final Duration window;
  private final Clock clock;

  /** Those of the server. */
  @Activate
  public RemovedRepositories(
      @Reference DefinitionStore store,
      @Reference RepositoryChanges changes,
      @Reference Environment environment) {
    this(store, changes, environment.undoWindow(), Clock.systemUTC());
  }

  /** The same by another clock. */
  public RemovedRepositories(
      DefinitionStore store, RepositoryChanges changes, Duration window, Clock clock) {
    this.store = store;
    this.changes = changes;
    this.window = window;
    this.clock = clock;
  }

  @Override
  public Duration window() {
    return window;
  }

  @Override
  public List<RemovedRepositoryView> list() throws IOException {
    Instant now = clock.instant();
    return store.removed().stream()
        .map(this::view)
        .filter(view -> view.until().isAfter(now))
        .toList();
  }

  @Override
  public RepositoryView restore(long id) throws RefusedException, IOException {
    RemovedRepository removed = find(id);
    if (!view(removed).until().isAfter(clock.instant())) {
      throw absent(id);
    }
    RepositoryView view = changes.restore(removed);
    LOG.info("Repository '{}' is restored", removed.definition().name());
    return view;
  }

  @Override
  public void forget(long id) throws RefusedException, IOException {
    RemovedRepository removed = find(id);
    if (!store.forget(id)) {
      throw absent(id);
    }
    LOG.info("Removed repository '{}' is given up", removed.definition().name());
  }

  private RemovedRepositoryView view(RemovedRepository removed) {
    return new RemovedRepositoryView(
        removed.id(),
        removed.definition(),
        removed.assets(),
        removed.size(),
        removed.removed(),
        removed.removed().plus(window));
  }

  private RemovedRepository find(long id) throws RefusedException, IOException {
    return store.removed().stream()
        .filter(removed -> removed.id() == id)
        .findFirst()
        .orElseThrow(() -> absent(id));
  }

  private static RefusedException absent(long id) {
    return new RefusedException(
        Kind.NOT_FOUND,
        "id",
        "no repository that was removed as number " + id + " can be restored");
  }
}
