package io.entrepot.engine.connector;

import io.entrepot.engine.Environment;
import io.entrepot.engine.admin.ConnectorAdmin;
import io.entrepot.engine.admin.ConnectorView;
import io.entrepot.engine.tls.CertificateService;
import io.entrepot.engine.tls.ServerCertificates;
import io.entrepot.spi.connector.Connector;
import io.entrepot.spi.connector.ConnectorRegistrar;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's connectors: two shared ports and those of repositories. They come and go while the
 * server runs, and come back when it is started anew. Thread-safe.
 */
@Component(service = {ConnectorRegistrar.class, ConnectorAdmin.class, Ways.class})
public final class JettyConnectors
    implements ConnectorRegistrar, ConnectorAdmin, Ways, LifeCycle.Listener {
  private static final Logger log = LoggerFactory.getLogger(JettyConnectors.class);

  private final Environment environment;
  private final CertificateService certificates;
  private final HostNames hostNames;
  private final HttpFactories factories;
  private final Traffic traffic = new Traffic();
  private final Retiring retiring = new Retiring(traffic);
  private final List<OpenPort> shared;
  // Guarded by this.
  private final Map<Integer, OpenPort> ports = new TreeMap<>();
  private Optional<Server> server = Optional.empty();
  // Read by every request.
  private final Map<org.eclipse.jetty.server.Connector, String> repositories =
      new ConcurrentHashMap<>();

  /**
   * Connectors for a server that comes later ({@link #attach}).
   *
   * @throws IllegalArgumentException naming the setting, if one is wrong
   */
  @Activate
  public JettyConnectors(
      @Reference Environment environment, @Reference CertificateService certificates) {
    this.environment = environment;
    this.certificates = certificates;
    this.hostNames = new HostNames(environment);
    this.factories =
        new HttpFactories(new TrustedProxies(environment.trustedProxies()), certificates.tls());
    this.shared =
        List.of(
            sharedPort(environment.httpPort(), false), sharedPort(environment.httpsPort(), true));
  }

  private OpenPort sharedPort(int number, boolean secure) {
    OpenPort port = new OpenPort(environment.httpHost(), number, secure, Optional.empty());
    ports.put(number, port);
    return port;
  }

  @Override
  public Opened open(Connector connector) throws IOException {
    AtomicBoolean open = new AtomicBoolean(true);
    if (connector instanceof Connector.Host host) {
      ServerCertificates.Registration certified = open(host);
      return () -> {
        if (open.getAndSet(false)) {
          hostNames.remove(host.name(), host.repository());
          certified.close();
        }
      };
    }
    OpenPort port = open((Connector.Port) connector);
    return () -> {
      if (open.getAndSet(false)) {
        close(port);
      }
    };
  }

  private ServerCertificates.Registration open(Connector.Host host) throws IOException {
    hostNames.add(host.name(), host.repository());
    try {
      ServerCertificates.Registration certified = certificates.addHost(host.name());
      log.info("Host name {} leads to repository {}", host.name(), host.repository());
      return certified;
    } catch (RuntimeException e) {
      hostNames.remove(host.name(), host.repository());
      throw new IOException("host name '" + host.name() + "': " + e.getMessage(), e);
    }
  }

  private synchronized OpenPort open(Connector.Port wanted) throws IOException {
    OpenPort holder = ports.get(wanted.number());
    if (holder != null) {
      throw new IOException("port " + wanted.number() + " is taken by " + holder.holder());
    }
    OpenPort port =
        new OpenPort(
            environment.httpHost(),
            wanted.number(),
            wanted.secure(),
            Optional.of(wanted.repository()));
    port.bind();
    if (server.isPresent()) {
      port.serve(server.get(), factories);
      port.listener().ifPresent(made -> repositories.put(made.connector(), wanted.repository()));
    }
    ports.put(wanted.number(), port);
    log.info("Port {} leads to repository {}", port.address(), wanted.repository());
    return port;
  }

  private synchronized void close(OpenPort port) {
    ports.remove(port.number());
    port.retire()
        .ifPresent(going -> retiring.add(going, () -> repositories.remove(going.connector())));
    log.info("Port {} is closed", port.address());
  }

  @Override
  public synchronized List<ConnectorView> list() {
    List<ConnectorView> views = new ArrayList<>();
    shared.forEach(port -> views.add(view(port)));
    ports.values().stream()
        .filter(port -> port.repository().isPresent())
        .forEach(port -> views.add(view(port)));
    hostNames
        .all()
        .forEach(
            (name, repository) ->
                views.add(
                    new ConnectorView("host", name, Optional.of(repository), Optional.empty())));
    return views;
  }

  private static ConnectorView view(OpenPort port) {
    return new ConnectorView(
        port.secure() ? "https" : "http", port.address(), port.repository(), port.problem());
  }

  @Override
  public Optional<String> repositoryOf(org.eclipse.jetty.server.Connector connector) {
    return Optional.ofNullable(repositories.get(connector));
  }

  @Override
  public Optional<String> repositoryOf(String hostName) {
    return hostNames.repository(hostName);
  }

  @Override
  public void arrived(Request request, Response response) {
    traffic.arrived(request, response);
  }

  @Override
  public void attach(Server started) {
    started.addEventListener(this);
    if (started.isStarted()) {
      lifeCycleStarted(started);
    }
  }

  @Override
  public synchronized void lifeCycleStarted(LifeCycle event) {
    traffic.resume();
    Server started = (Server) event;
    server = Optional.of(started);
    for (OpenPort port : ports.values()) {
      port.tryServe(started, factories)
          .ifPresentOrElse(
              problem -> log.error("{}", problem),
              () -> {
                String scheme = port.secure() ? "HTTPS" : "HTTP";
                log.info("{} on {}, for {}", scheme, port.address(), port.holder());
              });
      port.listener()
          .ifPresent(
              made ->
                  port.repository().ifPresent(name -> repositories.put(made.connector(), name)));
    }
  }

  @Override
  public void lifeCycleStopping(LifeCycle event) {
    drain();
  }

  @Override
  public void detach() {
    drain();
    retiring.stopAll();
    synchronized (this) {
      server.ifPresent(gone -> gone.removeEventListener(this));
      server = Optional.empty();
      ports.values().forEach(OpenPort::release);
      repositories.clear();
    }
  }

  @Override
  public void drain() {
    if (!traffic.drain()) {
      return;
    }
    List<Listener> open;
    synchronized (this) {
      open = ports.values().stream().flatMap(port -> port.listener().stream()).toList();
    }
    open.forEach(Listener::stopAccepting);
    open.forEach(listener -> traffic.closeIdle(listener.connector()));
    Duration patience = environment.stopTimeout();
    try {
      int left = traffic.await(patience);
      if (left > 0) {
        log.warn(
            "{} connections still had requests after {} s; they are broken off",
            left,
            patience.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
