package io.entrepot.engine.repository;

import io.entrepot.spi.format.Format;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The formats that are installed. They come and go while the server runs; of two with one name the
 * one that came first counts, and the other takes over when that one goes.
 */
@Component(service = FormatRegistry.class)
public final class FormatRegistry {

  /** Told of what comes and goes, one call at a time. */
  interface Listener {

    /** A format can be used. */
    void arrived(InstalledFormat format);

    /** A format must not be used for anything new. */
    void left(InstalledFormat format);
  }

  private static final Logger LOG = LoggerFactory.getLogger(FormatRegistry.class);

  /** How long a format that goes away waits for the requests that are in it. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<InstalledFormat> installed = new ArrayList<>();
  private final Duration patience;
  private Optional<Listener> listener = Optional.empty();

  /** No formats yet. */
  public FormatRegistry() {
    this(PATIENCE);
  }

  FormatRegistry(Duration patience) {
    this.patience = patience;
  }

  @Reference(
      name = "format",
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "remove")
  void bind(Format format, ServiceReference<Format> reference) {
    Bundle bundle = reference.getBundle();
    add(format, bundle.getSymbolicName() + " " + bundle.getVersion());
  }

  /**
   * Adds a format. One that cannot even say what it is gets logged and is left out.
   *
   * @param bundle what it comes from, for people
   */
  public synchronized void add(Format format, String bundle) {
    InstalledFormat added;
    try {
      added = InstalledFormat.of(format, bundle);
    } catch (RuntimeException | LinkageError e) {
      LOG.error("Bundle {} registers a format that cannot be used", bundle, e);
      return;
    }
    Optional<InstalledFormat> first = find(added.name());
    installed.add(added);
    if (first.isPresent()) {
      LOG.error(
          "Format '{}' of bundle {} is not used: bundle {} has it already",
          added.name(),
          bundle,
          first.get().bundle());
      return;
    }
    LOG.info("Format '{}' of bundle {} is installed", added.name(), bundle);
    listener.ifPresent(l -> l.arrived(added));
  }

  /** Takes a format away; returns when no request is in it, or after a time. */
  void remove(Format format) {
    Optional<InstalledFormat> removed = forget(format);
    removed.ifPresent(this::drain);
  }

  /** Tells a listener of what is there, and of all that comes and goes from now on. */
  synchronized void listen(Listener newListener) {
    listener = Optional.of(newListener);
    List<String> told = new ArrayList<>();
    for (InstalledFormat format : installed) {
      if (!told.contains(format.name())) {
        told.add(format.name());
        newListener.arrived(format);
      }
    }
  }

  /** No one is told any more. */
  synchronized void deafen() {
    listener = Optional.empty();
  }

  private synchronized Optional<InstalledFormat> forget(Format format) {
    Optional<InstalledFormat> gone =
        installed.stream().filter(one -> one.format() == format).findFirst();
    if (gone.isEmpty()) {
      return gone;
    }
    String name = gone.get().name();
    boolean used = find(name).equals(gone);
    installed.remove(gone.get());
    LOG.info("Format '{}' of bundle {} is going", name, gone.get().bundle());
    if (used) {
      listener.ifPresent(l -> l.left(gone.get()));
      find(name).ifPresent(next -> listener.ifPresent(l -> l.arrived(next)));
    }
    return gone;
  }

  private void drain(InstalledFormat format) {
    format.lease().retire();
    if (!format.lease().awaitEnd(patience)) {
      LOG.warn(
          "Format '{}' goes although {} of its repositories and claims are still in use after {} s",
          format.name(),
          format.lease().users(),
          patience.toSeconds());
    }
  }

  private Optional<InstalledFormat> find(String name) {
    return installed.stream().filter(one -> one.name().equals(name)).findFirst();
  }
}
