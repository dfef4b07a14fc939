package io.entrepot.engine.tls;

import io.entrepot.engine.Environment;
import io.entrepot.engine.admin.CertificateAdmin;
import io.entrepot.engine.admin.CertificateView;
import io.entrepot.engine.admin.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * This server's certificate from its start to its end: made or read from {@code tls/} in the data
 * folder, watched, given to the connectors. A service; what uses {@link #tls()} ends before it.
 */
@Component(service = {CertificateService.class, CertificateAdmin.class})
public final class CertificateService implements CertificateAdmin, AutoCloseable {
  private final Path folder;
  private final ConfiguredNames names;
  private final ServerCertificates certificates;
  private final JettyTls tls;
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "entrepot-certificates");
            thread.setDaemon(true);
            return thread;
          });
  private final ScheduledFuture<?> watch;

  /**
   * Loads the certificate, or makes it at first start.
   *
   * @throws IOException if there is no certificate to use and none can be made
   * @throws IllegalArgumentException if a configured name is wrong, naming property and value
   */
  @Activate
  public CertificateService(@Reference Environment environment) throws IOException {
    this(environment, new MachineNames(), Clock.systemUTC());
  }

  CertificateService(Environment environment, Supplier<ServerNames> machine, Clock clock)
      throws IOException {
    folder = environment.data().resolve("tls");
    names = new ConfiguredNames(machine, environment);
    certificates = new ServerCertificates(folder, names, clock);
    tls = new JettyTls(certificates);
    watch = certificates.watch(scheduler);
  }

  /** The certificates, for the page that hands out {@code ca.crt}. */
  public ServerCertificates certificates() {
    return certificates;
  }

  /** TLS for all connectors: started, with the certificate in force. */
  public JettyTls tls() {
    return tls;
  }

  /**
   * Makes the certificate out to a host name of a repository too, from when this returns.
   *
   * @param name a full host name, or one label: then that label before each host name of the server
   * @return gives the name back when closed
   * @throws IllegalArgumentException if it is no host name
   */
  public ServerCertificates.Registration addHost(String name) {
    names.add(name);
    certificates.namesChanged();
    AtomicBoolean held = new AtomicBoolean(true);
    return () -> {
      if (held.getAndSet(false)) {
        names.remove(name);
        certificates.namesChanged();
      }
    };
  }

  @Override
  public CertificateView certificate() {
    return certificates.status();
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public CertificateView renewAuthority() throws RefusedException, IOException {
    if (certificate().source() == CertificateView.Source.FILE) {
      throw new RefusedException(
          RefusedException.Kind.FORBIDDEN,
          "",
          "The certificate in force is the operator's own, in "
              + folder
              + ": take it away to use the local authority's");
    }
    certificates.renewAuthority();
    return certificate();
  }

  /** Ends the watch and TLS; the connectors that use it must be closed before. */
  @Deactivate
  @Override
  public void close() {
    watch.cancel(false);
    scheduler.shutdown();
    try {
      scheduler.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tls.close();
  }
}
