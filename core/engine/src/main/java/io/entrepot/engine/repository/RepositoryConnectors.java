package io.entrepot.engine.repository;

import io.entrepot.engine.Environment;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.repository.Ways.Way;
import io.entrepot.spi.connector.Connector;
import io.entrepot.spi.connector.ConnectorRegistrar;
import io.entrepot.spi.connector.ConnectorRegistrar.Opened;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connectors of all repositories. One that cannot be opened when the server starts is a problem
 * of its repository alone, and is tried again; one that is asked for and cannot be opened is
 * refused.
 */
final class RepositoryConnectors {

  /** A change whose new connectors are open. It ends with one of the two. */
  interface Change {

    /** Takes away the connectors that are no longer asked for. */
    void keep();

    /** Puts everything back. */
    void undo();
  }

  private static final Logger LOG = LoggerFactory.getLogger(RepositoryConnectors.class);

  private final ConnectorRegistrar registrar;
  private final Environment environment;
  private final Map<String, List<Way>> wanted = new ConcurrentHashMap<>();
  private final Map<Connector, String> problems = new ConcurrentHashMap<>();
  private final Map<Connector, Opened> open = new HashMap<>();

  RepositoryConnectors(ConnectorRegistrar registrar, Environment environment) {
    this.registrar = registrar;
    this.environment = environment;
  }

  /** Opens a kept repository's connectors; what goes wrong is its {@link #problem}. */
  synchronized void start(String repository, List<Way> ways) {
    wanted.put(repository, List.copyOf(ways));
    ways.forEach(this::openOrNote);
  }

  /**
   * Opens the connectors that a change asks for, leaving those open that stay.
   *
   * @throws RefusedException if one is taken, naming its field and by whom; nothing has changed
   *     then
   */
  synchronized Change change(String repository, List<Way> ways) throws RefusedException {
    List<Way> before = wanted(repository);
    List<Way> added = ways.stream().filter(way -> !known(before, way)).toList();
    List<Way> gone = before.stream().filter(way -> !known(ways, way)).toList();
    for (Way way : added) {
      refuseTaken(repository, way);
    }
    // A port that changes between HTTP and HTTPS must be let go before it can be opened anew.
    gone.stream().filter(way -> added.stream().anyMatch(way::collides)).forEach(this::close);
    List<Way> opened = new ArrayList<>();
    for (Way way : added) {
      try {
        open.put(way.connector(), registrar.open(way.connector()));
        opened.add(way);
      } catch (IOException | RuntimeException e) {
        opened.forEach(this::close);
        restore(repository, before);
        if (e instanceof RuntimeException unforeseen) {
          throw unforeseen;
        }
        throw new RefusedException(
            RefusedException.Kind.CONFLICT, way.field(), way.field() + ": " + e.getMessage());
      }
    }
    wanted.put(repository, List.copyOf(ways));
    return new Change() {
      @Override
      public void keep() {
        closeAll(gone);
      }

      @Override
      public void undo() {
        closeAll(added);
        restore(repository, before);
      }
    };
  }

  /** Takes all connectors of a repository away. */
  synchronized void drop(String repository) {
    List<Way> gone = wanted(repository);
    wanted.remove(repository);
    closeAll(gone);
  }

  /** Tries again what could not be opened. */
  synchronized void retry() {
    wanted.values().forEach(ways -> ways.forEach(this::openOrNote));
  }

  /** Takes everything away. */
  synchronized void stop() {
    List.copyOf(wanted.keySet()).forEach(this::drop);
  }

  /** Why some of a repository's connectors are not open; empty if all are. */
  Optional<String> problem(String repository) {
    return wanted(repository).stream()
        .map(way -> problems.get(way.connector()))
        .filter(problem -> problem != null)
        .reduce((one, other) -> one + "; " + other);
  }

  /** The connectors that a repository should have. */
  List<Way> wanted(String repository) {
    return wanted.getOrDefault(repository, List.of());
  }

  private void refuseTaken(String repository, Way way) throws RefusedException {
    if (way.connector() instanceof Connector.Port port
        && (port.number() == environment.httpPort() || port.number() == environment.httpsPort())) {
      throw taken(way, "is the server's own");
    }
    for (Map.Entry<String, List<Way>> other : wanted.entrySet()) {
      if (!other.getKey().equals(repository) && other.getValue().stream().anyMatch(way::collides)) {
        throw taken(way, "is taken by repository '" + other.getKey() + "'");
      }
    }
  }

  private static RefusedException taken(Way way, String why) {
    return new RefusedException(
        RefusedException.Kind.CONFLICT, way.field(), way.field() + ": " + way.label() + " " + why);
  }

  private void openOrNote(Way way) {
    if (open.containsKey(way.connector())) {
      return;
    }
    try {
      open.put(way.connector(), registrar.open(way.connector()));
      if (problems.remove(way.connector()) != null) {
        LOG.info("Repository '{}' has its {} now", way.connector().repository(), way.label());
      }
    } catch (IOException | RuntimeException e) {
      String before = problems.put(way.connector(), e.getMessage());
      if (before == null) {
        LOG.warn(
            "Repository '{}' is without its {}: {}",
            way.connector().repository(),
            way.label(),
            e.getMessage());
      }
    }
  }

  private synchronized void restore(String repository, List<Way> before) {
    if (before.isEmpty()) {
      wanted.remove(repository);
      return;
    }
    start(repository, before);
  }

  private synchronized void closeAll(List<Way> ways) {
    ways.forEach(this::close);
  }

  private void close(Way way) {
    problems.remove(way.connector());
    Optional.ofNullable(open.remove(way.connector())).ifPresent(Opened::close);
  }

  private static boolean known(List<Way> ways, Way way) {
    return ways.stream().anyMatch(one -> one.connector().equals(way.connector()));
  }
}
