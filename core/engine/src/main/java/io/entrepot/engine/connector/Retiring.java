package io.entrepot.engine.connector;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connectors on their way out: they take no more connections, and are stopped when their last
 * request has ended, or after a while. Thread-safe.
 */
final class Retiring {
  private static final Logger log = LoggerFactory.getLogger(Retiring.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long LOOK_MILLIS = 100;

  private final Traffic traffic;
  private final Map<ServerConnector, Runnable> going = new ConcurrentHashMap<>();

  Retiring(Traffic traffic) {
    this.traffic = traffic;
  }

  /**
   * Frees the connector's port now and stops it when it is idle.
   *
   * @param gone run when it is stopped
   */
  void add(ServerConnector connector, Runnable gone) {
    stopAccepting(connector);
    going.put(connector, gone);
    look(connector, System.nanoTime() + PATIENCE.toNanos());
  }

  /** Frees the connector's port; what is connected stays so. */
  static void stopAccepting(ServerConnector connector) {
    // Done when the last connection is closed, which we do not wait for here.
    CompletableFuture<Void> unawaited = connector.shutdown();
    log.debug("{} accepts no more: {}", connector, unawaited);
  }

  /** Stops them all at once. */
  void stopAll() {
    going.keySet().forEach(this::stop);
  }

  private void look(ServerConnector connector, long deadline) {
    boolean late = System.nanoTime() - deadline > 0;
    if (traffic.closeIdle(connector) || late) {
      // Stopping waits for threads: not in the one that all timers share.
      connector.getExecutor().execute(() -> stop(connector));
      return;
    }
    connector
        .getScheduler()
        .schedule(() -> look(connector, deadline), LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void stop(ServerConnector connector) {
    Runnable gone = going.remove(connector);
    if (gone == null) {
      return;
    }
    try {
      OpenPort.stop(connector);
    } catch (IllegalStateException e) {
      log.warn("A closed port leaves something behind", e);
    } finally {
      gone.run();
    }
  }
}
