package io.entrepot.engine.proxy;

import io.entrepot.engine.content.Contents;
import io.entrepot.engine.database.Database;
import io.entrepot.engine.upstream.Upstream;
import io.entrepot.engine.upstream.Upstreams;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.format.Settings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** What all proxy repositories of the server share. */
@Component(service = ProxyCaches.class)
public final class Proxies implements ProxyCaches, AutoCloseable {

  private static final int THREADS = 16;
  private static final int REMEMBERED = 20_000;

  /** How long one who could have what is kept waits for what is current. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Opens upstreams. */
  @FunctionalInterface
  public interface Opening {
    /** As {@link Upstreams#open}. */
    Upstream open(String repository, Settings settings) throws IOException;
  }

  private final Opening upstreams;
  private final Checks checks;
  private final ThreadPoolExecutor executor;
  private final Route.Parts parts;
  private final Duration patience;

  /** Those of the server. */
  @Activate
  public Proxies(
      @Reference Database database, @Reference Contents contents, @Reference Upstreams upstreams) {
    this(database, contents, upstreams::open, Clock.systemUTC(), PATIENCE);
  }

  /** The same by another clock and with other patience. */
  public Proxies(
      Database database, Contents contents, Opening upstreams, Clock clock, Duration patience) {
    this.upstreams = upstreams;
    this.patience = patience;
    this.checks = new Checks(database, REMEMBERED);
    this.executor = executor();
    this.parts = new Route.Parts(contents, checks, executor, clock);
  }

  @Override
  public RepositoryCache open(String repository, Settings settings, ContentStore content)
      throws IOException {
    return new CachingProxy(
        new Route(
            repository,
            ProxyTerms.of(settings),
            content,
            upstreams.open(repository, settings),
            parts),
        patience);
  }

  /** Writes what was found out and not written yet. */
  public void write() throws IOException {
    checks.write();
  }

  @Deactivate
  @Override
  public void close() {
    executor.shutdown();
    checks.close();
  }

  /** What comes after the end runs where it comes from: it fails, and says so to who waits. */
  private static ThreadPoolExecutor executor() {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "entrepot-proxy-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            },
            (work, unused) -> work.run());
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }
}
