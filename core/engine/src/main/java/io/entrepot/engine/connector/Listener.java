package io.entrepot.engine.connector;

import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connector at work.
 *
 * @param connector started, on a server
 * @param socket what it accepts connections from
 */
record Listener(ServerConnector connector, ServerSocketChannel socket) {
  private static final Logger log = LoggerFactory.getLogger(Listener.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Puts a connector on a server and starts it, with a thread more for all. */
  static Listener start(Server server, ServerConnector connector, ServerSocketChannel socket)
      throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(HttpFactories.loader());
    try {
      makeRoom(server, 1);
      connector.open(socket);
      server.addConnector(connector);
      connector.start();
      return new Listener(connector, socket);
    } catch (Exception e) {
      stop(connector);
      throw e;
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  /** Frees the port, before it returns; who is connected stays so. */
  void stopAccepting() {
    // Done when the last connection is closed, which we do not wait for here.
    CompletableFuture<Void> unawaited = connector.shutdown();
    log.debug("{} accepts no more: {}", connector, unawaited);
    IO.close(socket);
    // What a selector watches is really closed when that next looks round, and not before.
    List<ManagedSelector> selectors =
        List.copyOf(connector.getSelectorManager().getBeans(ManagedSelector.class));
    CountDownLatch looked = new CountDownLatch(selectors.size());
    for (ManagedSelector selector : selectors) {
      selector.submit(now -> selector.submit(next -> looked.countDown()));
    }
    try {
      if (!looked.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("{} may still hold its port", connector);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops the connector, whatever is in flight, and takes it off its server. */
  void stop() {
    IO.close(socket);
    stop(connector);
  }

  private static void stop(ServerConnector connector) {
    Server server = connector.getServer();
    try {
      connector.stop();
    } catch (Exception e) {
      log.warn("{} leaves something behind", connector, e);
    } finally {
      server.removeConnector(connector);
      connector.destroy();
      makeRoom(server, -1);
    }
  }

  // Each connector keeps a thread for itself, which the others shall not miss.
  private static void makeRoom(Server server, int threads) {
    if (server.getThreadPool() instanceof ThreadPool.SizedThreadPool pool) {
      pool.setMaxThreads(pool.getMaxThreads() + threads);
    }
  }
}
