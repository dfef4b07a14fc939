package io.entrepot.engine.http;

import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.Callback;

/** The end of an exchange, which comes once, however many see it coming. */
final class Ending implements Callback {
  private final Callback callback;
  private final Runnable letGo;
  private final AtomicBoolean ended = new AtomicBoolean();

  /**
   * An ending.
   *
   * @param letGo run before the callback is told
   */
  Ending(Callback callback, Runnable letGo) {
    this.callback = callback;
    this.letGo = letGo;
  }

  @Override
  public void succeeded() {
    if (ended.compareAndSet(false, true)) {
      letGo.run();
      callback.succeeded();
    }
  }

  @Override
  public void failed(Throwable cause) {
    if (ended.compareAndSet(false, true)) {
      letGo.run();
      callback.failed(cause);
    }
  }
}
