package io.entrepot.engine.repository;

import io.entrepot.engine.Environment;
import io.entrepot.engine.admin.BlobStoreAdmin;
import io.entrepot.engine.admin.FormatView;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.RepositoryAdmin;
import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.admin.RepositoryView;
import io.entrepot.engine.content.Contents;
import io.entrepot.engine.repository.Ways.Way;
import io.entrepot.engine.routing.RuleBook;
import io.entrepot.spi.connector.ConnectorRegistrar;
import io.entrepot.spi.format.RepositoryType;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes, changes and removes repositories, one change at a time. */
@Component(
    service = {RepositoryAdmin.class, RepositoryChanges.class},
    immediate = true)
public final class RepositoryChanges implements RepositoryAdmin {

  private static final Logger LOG = LoggerFactory.getLogger(RepositoryChanges.class);

  /** How long the removal of a repository waits for the requests that are in it. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final long RETRY_SECONDS = 10;

  private final ServedRepositories served;
  private final DefinitionStore store;
  private final BlobStoreAdmin blobStores;
  private final Contents contents;
  private final RuleBook rules;
  private final RepositoryConnectors connectors;
  private final RepositoryViews views;
  private final boolean undo;
  private final Set<String> leaving = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService retries =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "entrepot-connectors");
            thread.setDaemon(true);
            return thread;
          });

  /** Opens the connectors of all repositories. */
  @Activate
  @SuppressWarnings("FutureReturnValueIgnored") // it ends with its executor
  public RepositoryChanges(
      @Reference ServedRepositories served,
      @Reference DefinitionStore store,
      @Reference BlobStoreAdmin blobStores,
      @Reference Contents contents,
      @Reference ConnectorRegistrar registrar,
      @Reference RuleBook rules,
      @Reference Environment environment) {
    this.served = served;
    this.store = store;
    this.blobStores = blobStores;
    this.contents = contents;
    this.rules = rules;
    this.undo = !environment.undoWindow().isZero();
    this.connectors = new RepositoryConnectors(registrar, environment);
    this.views = new RepositoryViews(served, connectors, contents, environment);
    served.snapshots().forEach(this::openKept);
    retries.scheduleWithFixedDelay(
        connectors::retry, RETRY_SECONDS, RETRY_SECONDS, TimeUnit.SECONDS);
  }

  /** Takes all connectors away. */
  @Deactivate
  void stop() {
    retries.shutdownNow();
    connectors.stop();
  }

  @Override
  public List<RepositoryView> list() {
    return served.snapshots().stream().map(views::of).toList();
  }

  @Override
  public List<RepositoryDefinition> definitions() {
    return served.snapshots().stream().map(Snapshot::definition).toList();
  }

  @Override
  public List<String> holders(String name) {
    return GroupRules.holders(name, other -> served.snapshot(other).map(Snapshot::definition));
  }

  @Override
  public Optional<RepositoryView> find(String name) {
    return served.snapshot(name).map(views::of);
  }

  @Override
  public synchronized RepositoryView create(RepositoryDefinition asked)
      throws RefusedException, IOException {
    RepositoryName.check(asked.name());
    RepositoryDefinition definition = checked(asked);
    requireFree(asked.name());
    apply(definition, () -> store.insert(definition));
    LOG.info("Repository '{}' is made: {}", definition.name(), definition.recipe());
    return find(definition.name()).orElseThrow();
  }

  /** Serves a removed repository again. */
  synchronized RepositoryView restore(RemovedRepository removed)
      throws RefusedException, IOException {
    RepositoryDefinition definition = checked(removed.definition());
    requireFree(definition.name());
    apply(definition, () -> store.restore(removed));
    return find(definition.name()).orElseThrow();
  }

  private void requireFree(String asked) throws RefusedException {
    String key = RepositoryName.key(asked);
    Optional<String> taken =
        served.snapshots().stream()
            .map(Snapshot::name)
            .filter(name -> RepositoryName.key(name).equals(key))
            .findFirst();
    if (taken.isPresent()) {
      throw new RefusedException(
          Kind.CONFLICT, "name", "there is a repository '" + taken.get() + "' already");
    }
    if (leaving.contains(key)) {
      throw new RefusedException(
          Kind.CONFLICT, "name", "repository '" + asked + "' is being removed");
    }
  }

  @Override
  public synchronized RepositoryView update(RepositoryDefinition asked)
      throws RefusedException, IOException {
    Optional<Snapshot> current =
        served
            .snapshot(asked.name())
            .filter(snapshot -> snapshot.definition().recipe().equals(asked.recipe()));
    if (current.isEmpty()) {
      throw new RefusedException(
          Kind.NOT_FOUND, "name", "there is no " + asked.recipe() + " '" + asked.name() + "'");
    }
    RepositoryDefinition definition = checked(withSecrets(asked, current.get().definition()));
    requireSameStore(current.get().definition(), definition);
    apply(definition, () -> store.update(definition));
    LOG.info("Repository '{}' is changed", definition.name());
    return find(definition.name()).orElseThrow();
  }

  /**
   * Lets a repository keep what is uploaded from now on in another blob store.
   *
   * @return how it was before, as long as requests are in it; empty if it has that store already
   */
  synchronized Optional<Snapshot> putInto(String name, String blobStore)
      throws RefusedException, IOException {
    Snapshot current =
        served
            .snapshot(name)
            .orElseThrow(
                () ->
                    new RefusedException(
                        Kind.NOT_FOUND, "name", "there is no repository '" + name + "'"));
    if (blobStores.find(blobStore).isEmpty()) {
      throw new RefusedException(
          Kind.NOT_FOUND, "blobStore", "there is no blob store '" + blobStore + "'");
    }
    RepositoryDefinition before = current.definition();
    RepositorySettings settings = new RepositorySettings(before.settings());
    if (settings.text(EngineFields.BLOB_STORE).equals(Optional.of(blobStore))) {
      return Optional.empty();
    }
    RepositoryDefinition after =
        new RepositoryDefinition(
            name,
            before.recipe(),
            before.online(),
            settings.with(EngineFields.BLOB_STORE, blobStore).document());
    store.update(after);
    served.put(after);
    LOG.info("Repository '{}' puts into blob store '{}' from now on", name, blobStore);
    return Optional.of(current);
  }

  @Override
  public boolean delete(String name) throws RefusedException, IOException {
    String key = RepositoryName.key(name);
    Optional<Snapshot> gone;
    Memberships ended;
    synchronized (this) {
      if (served.snapshot(name).isEmpty()) {
        return false;
      }
      ended = Memberships.end(name, served);
      gone = served.withdraw(name);
      leaving.add(key);
    }
    try {
      if (!gone.get().lease().awaitEnd(PATIENCE)) {
        LOG.warn(
            "Repository '{}' is removed although {} requests are in it",
            name,
            gone.get().lease().users());
      }
      if (!undo) {
        // Content first: what is left of a removal that fails is a repository that can be removed.
        contents.drop(name);
      }
      remove(gone.get().definition(), ended);
      connectors.drop(name);
      LOG.info("Repository '{}' is removed", name);
      return true;
    } catch (IOException | RuntimeException e) {
      serveAgain(gone.get().definition(), ended);
      throw e;
    } finally {
      leaving.remove(key);
    }
  }

  private synchronized void remove(RepositoryDefinition definition, Memberships ended)
      throws IOException {
    if (undo) {
      store.remove(definition, Instant.now(), ended.groups());
    } else {
      store.delete(definition.name(), ended.groups());
    }
  }

  private synchronized void serveAgain(RepositoryDefinition definition, Memberships ended) {
    served.put(definition);
    ended.undo();
  }

  @Override
  public List<FormatView> formats() {
    return views.formats();
  }

  private interface Keeping {
    void run() throws IOException;
  }

  /** Opens, keeps, serves: a failure of an earlier step leaves everything as it was. */
  private void apply(RepositoryDefinition definition, Keeping keeping)
      throws RefusedException, IOException {
    String format = definition.recipe().format();
    List<Way> ways = Ways.of(definition, served.connectorGroup(format).orElseThrow());
    requireThatItCanBeSetUp(definition);
    RepositoryConnectors.Change change = connectors.change(definition.name(), ways);
    try {
      keeping.run();
    } catch (IOException | RuntimeException e) {
      change.undo();
      throw e;
    }
    served.put(definition);
    change.keep();
  }

  private void requireThatItCanBeSetUp(RepositoryDefinition definition) throws RefusedException {
    Snapshot trial = served.prepare(definition);
    trial.lease().retire();
    if (definition.online() && trial.problem().isPresent()) {
      throw new RefusedException(Kind.INVALID, "", trial.problem().get().message());
    }
  }

  private RepositoryDefinition checked(RepositoryDefinition asked) throws RefusedException {
    String name = asked.recipe().format();
    RepositoryType type = asked.recipe().type();
    Optional<InstalledFormat> format = served.format(name);
    if (format.isEmpty()) {
      throw new RefusedException(
          Kind.NOT_FOUND, "format", "the format '" + name + "' is not installed");
    }
    if (!format.get().descriptor().types().contains(type)) {
      throw new RefusedException(
          Kind.NOT_FOUND,
          "type",
          "the format '" + name + "' has no " + type.label() + " repositories");
    }
    Map<String, Object> settings =
        SettingsCheck.check(format.get().descriptor(), type, asked.settings());
    String blobStore = new RepositorySettings(settings).text(EngineFields.BLOB_STORE).orElseThrow();
    if (blobStores.find(blobStore).isEmpty()) {
      throw SettingsCheck.wrong(EngineFields.BLOB_STORE, blobStore, "is not a blob store");
    }
    Optional<String> rule = new RepositorySettings(settings).text(EngineFields.ROUTING_RULE);
    if (rule.isPresent() && rules.find(rule.get()).isEmpty()) {
      throw SettingsCheck.wrong(EngineFields.ROUTING_RULE, rule.get(), "is not a routing rule");
    }
    RepositoryDefinition definition =
        new RepositoryDefinition(asked.name(), asked.recipe(), asked.online(), settings);
    if (type == RepositoryType.GROUP) {
      GroupRules.check(definition, other -> served.snapshot(other).map(Snapshot::definition));
    }
    return definition;
  }

  private RepositoryDefinition withSecrets(RepositoryDefinition asked, RepositoryDefinition before)
      throws RefusedException {
    Optional<InstalledFormat> format = served.format(asked.recipe().format());
    if (format.isEmpty()) {
      return asked;
    }
    return new RepositoryDefinition(
        asked.name(),
        asked.recipe(),
        asked.online(),
        KeptSecrets.into(
            asked.settings(),
            before.settings(),
            EngineFields.of(format.get().descriptor(), asked.recipe().type())));
  }

  /** What is stored stays where it is: the new store would not have it. */
  private static void requireSameStore(RepositoryDefinition before, RepositoryDefinition after)
      throws RefusedException {
    Optional<String> had = new RepositorySettings(before.settings()).text(EngineFields.BLOB_STORE);
    Optional<String> asked = new RepositorySettings(after.settings()).text(EngineFields.BLOB_STORE);
    if (!had.equals(asked)) {
      throw SettingsCheck.wrong(
          EngineFields.BLOB_STORE,
          asked.orElse(""),
          "is another blob store than '"
              + had.orElse("")
              + "', which has its content; the task repository.move brings it there");
    }
  }

  private void openKept(Snapshot snapshot) {
    try {
      String format = snapshot.definition().recipe().format();
      Optional<String> group = served.connectorGroup(format);
      if (group.isPresent()) {
        connectors.start(snapshot.name(), Ways.of(snapshot.definition(), group.get()));
      }
    } catch (RefusedException e) {
      LOG.error("Repository '{}' is kept with a wrong setting", snapshot.name(), e);
    }
  }
}
