package io.entrepot.engine.connector;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Connectors on their way out: they take no more connections, and are stopped when their last
 * request has ended, or after a while. Thread-safe.
 */
final class Retiring {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long LOOK_MILLIS = 100;

  private final Traffic traffic;
  private final Map<Listener, Runnable> going = new ConcurrentHashMap<>();

  Retiring(Traffic traffic) {
    this.traffic = traffic;
  }

  /**
   * Frees the listener's port now and stops it when it is idle.
   *
   * @param gone run when it is stopped
   */
  void add(Listener listener, Runnable gone) {
    listener.stopAccepting();
    going.put(listener, gone);
    look(listener, System.nanoTime() + PATIENCE.toNanos());
  }

  /** Stops them all at once. */
  void stopAll() {
    going.keySet().forEach(this::stop);
  }

  private void look(Listener listener, long deadline) {
    ServerConnector connector = listener.connector();
    boolean late = System.nanoTime() - deadline > 0;
    if (traffic.closeIdle(connector) || late) {
      // Stopping waits for threads: not in the one that all timers share.
      connector.getExecutor().execute(() -> stop(listener));
      return;
    }
    connector
        .getScheduler()
        .schedule(() -> look(listener, deadline), LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void stop(Listener listener) {
    Runnable gone = going.remove(listener);
    if (gone != null) {
      listener.stop();
      gone.run();
    }
  }
}
