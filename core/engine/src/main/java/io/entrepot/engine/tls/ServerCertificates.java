package io.entrepot.engine.tls;

import io.entrepot.engine.admin.CertificateView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that this server shows: the operator's own if there is a good one in the folder
 * (see {@link OperatorFiles}), else one of the local authority made at first start. Changes of
 * files, names and time are found by {@link #check} and told to listeners; open connections keep
 * the certificate they began with. Thread-safe.
 */
public final class ServerCertificates {
  private static final Logger log = LoggerFactory.getLogger(ServerCertificates.class);

  /** Between two looks at the folder. */
  private static final Duration POLL = Duration.ofSeconds(3);

  /** Between two looks at the machine's names, which may ask a name server. */
  private static final Duration NAMES_POLL = Duration.ofMinutes(1);

  private final Supplier<ServerNames> names;
  private final Clock clock;
  private final OperatorWatch operator;
  private final LocalCertificates local;
  private final List<Consumer<KeyMaterial>> listeners = new CopyOnWriteArrayList<>();
  private Instant namesLookedUp = Instant.MIN;
  private Optional<String> refusal = Optional.empty();
  private String lastFailure = "";
  private boolean expiryReported;
  private boolean useLocal;
  // Written under this object's lock; read without it, so that a slow name server holds up nobody.
  private volatile KeyMaterial material;
  private volatile CertificateView status;
  private volatile Optional<String> caCertificatePem = Optional.empty();

  /** Taken back by {@link #close}. */
  public interface Registration extends AutoCloseable {
    /** No call is made to the listener that starts after this returns. */
    @Override
    void close();
  }

  /**
   * Loads what is in the folder, or makes it at first start.
   *
   * @param folder {@code tls/} in the data folder; made with mode 0700 if absent
   * @param names the names of this server now: the machine's, the operator's, those of connectors
   * @throws IOException if the operator put no good certificate there and the local authority
   *     cannot be used either; the message names the file
   */
  public ServerCertificates(Path folder, Supplier<ServerNames> names, Clock clock)
      throws IOException {
    this.names = names;
    this.clock = clock;
    this.local = new LocalCertificates(PrivateFolder.open(folder));
    this.operator = new OperatorWatch(folder);
    Instant now = clock.instant();
    OperatorWatch.Finding first = operator.first(now);
    noteRefusal(first);
    if (first instanceof OperatorWatch.Finding.Good good) {
      material = good.material();
      log.info("TLS uses the certificate in {}: {}", folder, material);
    } else {
      useLocal = true;
      material = localMaterial(now);
    }
    publish();
  }

  /** Calls {@link #check} every three seconds, until the future is cancelled. */
  public ScheduledFuture<?> watch(ScheduledExecutorService scheduler) {
    return scheduler.scheduleWithFixedDelay(
        this::check, POLL.toMillis(), POLL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The key and certificate to serve now. */
  public KeyMaterial material() {
    return material;
  }

  /** What is in force, for people. */
  public CertificateView status() {
    return status;
  }

  /**
   * The certificate that clients have to trust, in PEM; empty while the operator's own certificate
   * is in force, since then theirs is the authority.
   */
  public Optional<String> caCertificatePem() {
    return caCertificatePem;
  }

  /** Calls the listener with each new key material, from the thread that found the change. */
  public Registration onChange(Consumer<KeyMaterial> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /**
   * Looks for new files of the operator, new names and a certificate near its end. Whatever fails
   * is logged once and leaves the certificate in force as it is.
   */
  public synchronized void check() {
    Instant now = clock.instant();
    try {
      Optional<OperatorWatch.Finding> finding = operator.poll(now);
      if (finding.isPresent()) {
        apply(finding.get());
      }
      boolean namesDue = !now.isBefore(namesLookedUp.plus(NAMES_POLL));
      if (useLocal && namesDue) {
        replace(localMaterial(now));
      }
      reportExpiry(now);
      lastFailure = "";
    } catch (IOException | RuntimeException e) {
      if (!e.toString().equals(lastFailure)) {
        lastFailure = e.toString();
        log.error("The TLS certificate cannot be brought up to date; the old one stays", e);
      }
    }
    publish();
  }

  /** Takes up a change of the names at once, instead of within a minute. */
  public synchronized void namesChanged() {
    namesLookedUp = Instant.MIN;
    check();
  }

  /**
   * Makes a new local authority for all names of now, and a certificate from it. Clients must trust
   * the new {@code ca.crt}, so only an operator may ask for this.
   *
   * @throws IOException if it cannot be stored; the old one stays in force
   */
  public synchronized void renewAuthority() throws IOException {
    Instant now = clock.instant();
    local.renewAuthority(names.get(), now);
    if (useLocal) {
      replace(localMaterial(now));
    }
    publish();
  }

  private void apply(OperatorWatch.Finding finding) {
    noteRefusal(finding);
    if (finding instanceof OperatorWatch.Finding.Good good) {
      useLocal = false;
      replace(good.material());
    } else if (finding instanceof OperatorWatch.Finding.Absent) {
      useLocal = true;
      namesLookedUp = Instant.MIN;
    }
  }

  private void noteRefusal(OperatorWatch.Finding finding) {
    refusal = Optional.empty();
    if (finding instanceof OperatorWatch.Finding.Refused refused) {
      refusal = Optional.of(refused.reason());
      log.error("The TLS certificate in the data folder is refused: {}", refused.reason());
    }
  }

  private KeyMaterial localMaterial(Instant now) throws IOException {
    ServerNames current = names.get();
    KeyMaterial issued = local.current(current, now);
    namesLookedUp = now;
    return issued;
  }

  private void replace(KeyMaterial next) {
    if (next.equals(material)) {
      return;
    }
    material = next;
    expiryReported = false;
    publish();
    log.info("TLS uses a new certificate: {}", next);
    for (Consumer<KeyMaterial> listener : listeners) {
      try {
        listener.accept(next);
      } catch (RuntimeException e) {
        log.error("A new TLS certificate could not be taken into use everywhere", e);
      }
    }
  }

  // Only the operator's can expire in force: ours is renewed long before.
  private void reportExpiry(Instant now) {
    Instant end = material.certificate().getNotAfter().toInstant();
    if (now.isAfter(end) && !expiryReported) {
      expiryReported = true;
      log.error("The TLS certificate in force expired at {}: {}", end, material);
    }
  }

  private void publish() {
    boolean ours = material.source() == CertificateView.Source.LOCAL_AUTHORITY;
    Optional<LocalAuthority> authority = ours ? local.authority() : Optional.empty();
    status = material.view(authority, ours ? local.uncovered() : List.of(), refusal);
    caCertificatePem = authority.map(LocalAuthority::certificatePem);
  }
}
