package io.entrepot.engine.proxy;

/** Counts who uses a thing that is closed: it ends with the last of them. */
final class Users implements AutoCloseable {

  private final Runnable end;
  private int count;
  private boolean closing;
  private boolean ended;

  Users(Runnable end) {
    this.end = end;
  }

  synchronized void enter() {
    count++;
  }

  synchronized boolean present() {
    return count > 0;
  }

  void leave() {
    settle(-1, false);
  }

  @Override
  public void close() {
    settle(0, true);
  }

  private void settle(int change, boolean close) {
    synchronized (this) {
      count += change;
      closing |= close;
      if (ended || !closing || count > 0) {
        return;
      }
      ended = true;
    }
    end.run();
  }
}
