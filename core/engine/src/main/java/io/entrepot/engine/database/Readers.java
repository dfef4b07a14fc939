package io.entrepot.engine.database;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.jdbi.v3.core.Handle;

/** A few connections that read. In WAL mode they never wait for the writer, nor it for them. */
final class Readers implements AutoCloseable {

  /** Opens a connection. */
  @FunctionalInterface
  interface Opening {
    Handle open() throws SQLException;
  }

  private final Opening opening;
  private final int most;
  private final Semaphore places;
  private final ConcurrentLinkedDeque<Handle> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  Readers(Opening opening, int most) {
    this.opening = opening;
    this.most = most;
    this.places = new Semaphore(most, true);
  }

  <T> T read(Work<T> work) throws IOException {
    places.acquireUninterruptibly();
    try {
      if (closed) {
        throw new IOException("the database is closed");
      }
      Handle handle = idle.pollFirst();
      if (handle == null) {
        handle = opening.open();
      }
      try {
        return work.with(handle);
      } finally {
        // Last in, first out: its pages are the ones still cached.
        idle.addFirst(handle);
      }
    } catch (SQLException e) {
      throw Faults.translate(e, true);
    } catch (RuntimeException e) {
      SQLException fault = Faults.of(e).orElseThrow(() -> e);
      throw Faults.translate(fault, true);
    } finally {
      places.release();
    }
  }

  @Override
  public void close() {
    closed = true;
    places.acquireUninterruptibly(most);
    idle.forEach(Handle::close);
    idle.clear();
    places.release(most);
  }
}
