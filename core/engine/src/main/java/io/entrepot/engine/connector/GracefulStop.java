package io.entrepot.engine.connector;

import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Lets requests in flight end before the framework stops the first bundle: later on it would be the
 * formats that go first, while their clients are still pushing.
 */
@Component(immediate = true, service = GracefulStop.class)
public final class GracefulStop {
  private final BundleContext context;
  private final SynchronousBundleListener listener;

  /** Waits for the framework to stop. */
  @Activate
  public GracefulStop(BundleContext context, @Reference Ways ways) {
    this.context = context;
    this.listener =
        event -> {
          if (event.getType() == BundleEvent.STOPPING
              && event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID) {
            ways.drain();
          }
        };
    context.addBundleListener(listener);
  }

  /** Waits no more. */
  @Deactivate
  void close() {
    context.removeBundleListener(listener);
  }
}
