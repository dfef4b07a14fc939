package io.entrepot.engine.upstream;

import io.entrepot.engine.Environment;
import io.entrepot.engine.Outbound;
import io.entrepot.spi.format.Settings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Opens the upstreams of proxy repositories. They share threads, timers and buffers; those with
 * certificates of their own have connections of their own kind.
 */
@Component(service = Upstreams.class)
public final class Upstreams implements AutoCloseable {

  static final String ALLOW = "ENTREPOT_UPSTREAM_ALLOW";

  /** Requests that are with one upstream at a time, their bodies included. */
  private static final int IN_FLIGHT = 64;

  private static final int WAITING = 1_000;
  private static final int THREADS = 128;
  private static final int BUFFER = 64 << 10;
  private static final int LONGEST_HEAD = 64 << 10;
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration IDLE = Duration.ofSeconds(60);

  private final Outbound outbound;
  private final Clock clock;
  private final String agent;
  private final CheckedResolver resolver;
  private final QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
  private final ScheduledExecutorScheduler timers =
      new ScheduledExecutorScheduler("entrepot-upstream-timer", true);
  private final ByteBufferPool buffers = new ArrayByteBufferPool();
  private final HttpClient shared;
  private final Set<HttpUpstream> open = ConcurrentHashMap.newKeySet();
  private final Set<HttpClient> special = ConcurrentHashMap.newKeySet();

  /** As the environment says. */
  @Activate
  public Upstreams(@Reference Environment environment) throws IOException {
    this(environment.outbound(), Clock.systemUTC(), Names.ofMachine());
  }

  /** For tests: with another clock. */
  public Upstreams(Outbound outbound, Clock clock) throws IOException {
    this(outbound, clock, Names.ofMachine());
  }

  Upstreams(Outbound outbound, Clock clock, Names names) throws IOException {
    this.outbound = outbound;
    this.clock = clock;
    this.agent = "Entrepot/" + outbound.version();
    this.resolver =
        new CheckedResolver(
            names, new AddressGuard(new AllowList("entrepot.upstream.allow", outbound.allow())));
    threads.setName("entrepot-upstream");
    threads.setDaemon(true);
    try {
      LifeCycle.start(threads);
      LifeCycle.start(timers);
    } catch (RuntimeException e) {
      throw new IOException("threads for upstreams cannot be started", e);
    }
    this.shared = client(Trust.standard());
    tickLater();
  }

  /**
   * Opens the upstream of a repository.
   *
   * @param repository for messages
   * @param settings those of the repository: {@code proxy} and {@code httpClient}
   * @throws IllegalArgumentException naming the setting and its value if that is wrong
   */
  public Upstream open(String repository, Settings settings) throws IOException {
    UpstreamSettings read = UpstreamSettings.of(settings);
    boolean apart = read.trusted().isPresent() || read.client().isPresent();
    HttpClient client = apart ? client(Trust.of(read)) : shared;
    String name = (agent + " " + read.agentSuffix()).strip();
    HttpUpstream[] made = new HttpUpstream[1];
    made[0] =
        new HttpUpstream(
            repository,
            read,
            new Hops(
                client, resolver, name, read.patience(), () -> new Pace(clock, read.slowest())),
            new Slots(IN_FLIGHT, WAITING, threads),
            clock,
            () -> {
              open.remove(made[0]);
              if (apart) {
                retire(client);
              }
            });
    open.add(made[0]);
    if (apart) {
      special.add(client);
    }
    return made[0];
  }

  /**
   * Looks at settings without opening anything.
   *
   * @throws WrongSettingException naming the setting and its value if that is wrong
   */
  public static void check(Settings settings) {
    UpstreamSettings read = UpstreamSettings.of(settings);
    if (read.trusted().isPresent() || read.client().isPresent()) {
      Trust.of(read);
    }
  }

  private void tickLater() {
    timers.schedule(
        () -> {
          try {
            probe();
          } finally {
            if (timers.isRunning()) {
              tickLater();
            }
          }
        },
        TICK.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** Tries those that were left alone for long enough. Does not wait for what comes of it. */
  void probe() {
    open.forEach(HttpUpstream::probe);
  }

  /** Who changes a repository does not wait for connections to end. */
  private void retire(HttpClient client) {
    threads.execute(
        () -> {
          LifeCycle.stop(client);
          special.remove(client);
        });
  }

  /** Closes all. */
  @Override
  @Deactivate
  public void close() {
    open.forEach(HttpUpstream::close);
    special.forEach(client -> LifeCycle.stop(client));
    LifeCycle.stop(shared);
    LifeCycle.stop(timers);
    LifeCycle.stop(threads);
    resolver.close();
  }

  private HttpClient client(SslContextFactory.Client tls) throws IOException {
    ClientConnector connector = new ClientConnector();
    connector.setSelectors(1);
    connector.setExecutor(threads);
    connector.setScheduler(timers);
    connector.setByteBufferPool(buffers);
    connector.setSslContextFactory(tls);
    HttpClient client = new HttpClient(new HttpClientTransportOverHTTP(connector));
    client.setExecutor(threads);
    client.setScheduler(timers);
    client.setByteBufferPool(buffers);
    client.setSocketAddressResolver(resolver);
    client.setFollowRedirects(false);
    client.setConnectTimeout(CONNECT.toMillis());
    client.setIdleTimeout(IDLE.toMillis());
    client.setDestinationIdleTimeout(IDLE.toMillis() * 2);
    client.setMaxConnectionsPerDestination(IN_FLIGHT);
    client.setMaxRequestsQueuedPerDestination(IN_FLIGHT + WAITING);
    client.setResponseBufferSize(BUFFER);
    client.setMaxResponseHeadersSize(LONGEST_HEAD);
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    client.setUserAgentField(null);
    OutboundProxy.into(client, outbound);
    start(client);
    client.getContentDecoderFactories().clear();
    client.getProtocolHandlers().remove("redirect");
    client.getProtocolHandlers().remove("www-authenticate");
    client.getProtocolHandlers().remove("proxy-authenticate");
    return client;
  }

  /** Jetty looks for its services with the thread's class loader: it is to find its own alone. */
  private static void start(HttpClient client) throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(HttpField.class.getClassLoader());
    try {
      client.start();
    } catch (Exception e) {
      throw new IOException("the client for upstreams cannot be started", e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
