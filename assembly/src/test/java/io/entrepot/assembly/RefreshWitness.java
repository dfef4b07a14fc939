package io.entrepot.assembly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

/**
 * Runs in the container, from a bundle that the test makes of this class alone: writes a line for
 * everything that happens to any bundle, {@code SYMBOLIC-NAME EVENT}, into the file {@code
 * refresh-witness} of the data folder.
 */
public final class RefreshWitness implements BundleActivator, SynchronousBundleListener {

  private Path file;

  @Override
  public void start(BundleContext context) throws IOException {
    file = Path.of(context.getProperty("entrepot.data"), "refresh-witness");
    Files.writeString(file, "");
    context.addBundleListener(this);
  }

  @Override
  public void stop(BundleContext context) {
    context.removeBundleListener(this);
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    Bundle bundle = event.getBundle();
    write(bundle.getSymbolicName() + " " + name(event.getType()));
  }

  private synchronized void write(String line) {
    try {
      Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(int type) {
    return switch (type) {
      case BundleEvent.INSTALLED -> "installed";
      case BundleEvent.STARTED -> "started";
      case BundleEvent.STOPPED -> "stopped";
      case BundleEvent.UPDATED -> "updated";
      case BundleEvent.UNINSTALLED -> "uninstalled";
      case BundleEvent.RESOLVED -> "resolved";
      case BundleEvent.UNRESOLVED -> "unresolved";
      case BundleEvent.STARTING -> "starting";
      case BundleEvent.STOPPING -> "stopping";
      default -> "event " + type;
    };
  }
}
