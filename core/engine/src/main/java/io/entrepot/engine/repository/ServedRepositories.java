package io.entrepot.engine.repository;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.content.Contents;
import io.entrepot.engine.content.ReadNotes;
import io.entrepot.engine.proxy.ProxyCaches;
import io.entrepot.engine.routing.RuleBook;
import io.entrepot.spi.format.FormatDescriptor;
import io.entrepot.spi.format.Recipe;
import io.entrepot.spi.format.RepositoryType;
import java.io.IOException;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots of all repositories: replaced when a definition changes, and when a format comes or
 * goes.
 */
@Component(service = {Serving.class, ServedRepositories.class})
public final class ServedRepositories implements Serving, FormatRegistry.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(ServedRepositories.class);

  private final FormatRegistry registry;
  private final DefinitionStore store;
  private final Contents contents;
  private final Clock clock;
  private final Neighbourhood around;
  private final Map<String, Snapshot> snapshots = new ConcurrentHashMap<>();
  private final Map<String, InstalledFormat> formats = new ConcurrentHashMap<>();
  private final Map<String, KnownFormat> known = new ConcurrentHashMap<>();

  /** Sets up all repositories that are kept. */
  @Activate
  public ServedRepositories(
      @Reference FormatRegistry registry,
      @Reference DefinitionStore store,
      @Reference Contents contents,
      @Reference RuleBook rules,
      @Reference ReadNotes reads,
      @Reference ProxyCaches caches)
      throws IOException {
    this.registry = registry;
    this.store = store;
    this.contents = contents;
    this.clock = Clock.systemUTC();
    this.around = new Neighbourhood(this, contents, rules, reads, caches);
    for (KnownFormat format : store.formats()) {
      known.put(format.name(), format);
    }
    for (RepositoryDefinition definition : store.repositories()) {
      put(definition);
    }
    registry.listen(this);
  }

  /** Nothing is served any more. */
  @Deactivate
  void stop() {
    registry.deafen();
    snapshots().forEach(snapshot -> withdraw(snapshot.name()));
  }

  @Override
  public Optional<Held> hold(String name) {
    while (true) {
      Snapshot snapshot = snapshots.get(name);
      if (snapshot == null) {
        return Optional.empty();
      }
      Optional<Held> held = snapshot.hold();
      if (held.isPresent()) {
        return held;
      }
      // Replaced in this very moment: its successor is in the map, or it is gone from it.
    }
  }

  @Override
  public Optional<HeldClaim> claim(String path) {
    for (InstalledFormat format : formats.values()) {
      Optional<HeldClaim> claim = HeldClaims.within(format, path, this);
      if (claim.isPresent()) {
        return claim;
      }
    }
    return known.values().stream()
        .filter(format -> !formats.containsKey(format.name()) && count(format.name()) > 0)
        .flatMap(format -> HeldClaims.missing(format, path).stream())
        .findFirst();
  }

  @Override
  public synchronized void arrived(InstalledFormat format) {
    formats.put(format.name(), format);
    Optional<KnownFormat> before = Optional.ofNullable(known.put(format.name(), format.known()));
    for (Snapshot snapshot : of(format.name())) {
      put(snapshot.definition());
    }
    try {
      if (before.isEmpty()) {
        addFirst(format.descriptor());
      }
      if (!before.equals(Optional.of(format.known()))) {
        store.remember(format.known());
      }
    } catch (IOException e) {
      LOG.error("Format '{}' cannot be remembered", format.name(), e);
    }
  }

  @Override
  public synchronized void left(InstalledFormat format) {
    if (formats.remove(format.name(), format)) {
      for (Snapshot snapshot : of(format.name())) {
        put(snapshot.definition());
      }
    }
  }

  /** Serves a repository as its definition says from now on. */
  synchronized Snapshot put(RepositoryDefinition definition) {
    Snapshot next = prepare(definition);
    Optional.ofNullable(snapshots.put(definition.name(), next))
        .ifPresent(replaced -> replaced.lease().retire());
    return next;
  }

  /** Sets a repository up without serving it: to be retired by the caller. */
  Snapshot prepare(RepositoryDefinition definition) {
    return Snapshot.of(definition, format(definition.recipe().format()), contents, around, clock);
  }

  /** Serves a repository no longer; what was served ends when no request is in it. */
  synchronized Optional<Snapshot> withdraw(String name) {
    Optional<Snapshot> gone = Optional.ofNullable(snapshots.remove(name));
    gone.ifPresent(snapshot -> snapshot.lease().retire());
    return gone;
  }

  /** All that is served or should be, by name. */
  List<Snapshot> snapshots() {
    return snapshots.values().stream()
        .sorted(Comparator.comparing(Snapshot::name, String.CASE_INSENSITIVE_ORDER))
        .toList();
  }

  /** The one of that very name. */
  Optional<Snapshot> snapshot(String name) {
    return Optional.ofNullable(snapshots.get(name));
  }

  /** A format that is installed. */
  Optional<InstalledFormat> format(String name) {
    return Optional.ofNullable(formats.get(name));
  }

  /** All formats that are or were ever installed. */
  List<KnownFormat> known() {
    return known.values().stream().sorted(Comparator.comparing(KnownFormat::name)).toList();
  }

  /** The group of the settings that has the ports of a format's repositories. */
  Optional<String> connectorGroup(String format) {
    return Optional.ofNullable(known.get(format)).map(KnownFormat::connectorGroup);
  }

  /** How many repositories of a format there are. */
  int count(String format) {
    return of(format).size();
  }

  /** All repositories of a format, by name. */
  List<Snapshot> of(String format) {
    return snapshots().stream()
        .filter(snapshot -> snapshot.definition().recipe().format().equals(format))
        .toList();
  }

  /** A fresh server has a repository of each format; once removed it does not come back. */
  private void addFirst(FormatDescriptor format) throws IOException {
    String name = format.name() + "-" + RepositoryType.HOSTED.label();
    boolean taken = snapshots().stream().anyMatch(one -> one.name().equalsIgnoreCase(name));
    if (taken || !format.types().contains(RepositoryType.HOSTED)) {
      return;
    }
    try {
      RepositoryDefinition definition =
          new RepositoryDefinition(
              name,
              new Recipe(format.name(), RepositoryType.HOSTED),
              true,
              SettingsCheck.check(format, RepositoryType.HOSTED, Map.of()));
      store.insert(definition);
      put(definition);
      LOG.info("Repository '{}' is made, the first of its format", name);
    } catch (RefusedException e) {
      LOG.error("Format '{}' has defaults that it refuses itself", format.name(), e);
    }
  }
}
