package io.entrepot.engine.blob;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Keeps blobs where they are while somebody needs all that the database names, as a backup does
 * between its copy of the database and that of the blobs. Whoever removes blobs that have, or
 * lately had, a row asks for {@link #removal} around the transaction that deletes the rows and the
 * deletion of their files: a few hundred at a time, so that a hold does not wait long.
 */
@Component(service = BlobHold.class)
public final class BlobHold {

  /** Until it is closed. Closing it again does nothing. */
  public final class Permit implements AutoCloseable {

    private final boolean removes;
    private boolean closed;

    private Permit(boolean removes) {
      this.removes = removes;
    }

    @Override
    public void close() {
      synchronized (BlobHold.this) {
        if (closed) {
          return;
        }
        closed = true;
        if (removes) {
          removals--;
        } else {
          holds--;
        }
        BlobHold.this.notifyAll();
      }
    }
  }

  private int holds;
  private int removals;

  /** Nobody holds anything. */
  @Activate
  public BlobHold() {}

  /**
   * Holds all blobs: from when this returns until it is closed none is removed. Waits for removals
   * under way; lets no new one begin.
   *
   * @throws InterruptedIOException if it is interrupted while it waits; nothing is held then
   */
  public synchronized Permit hold() throws IOException {
    holds++;
    try {
      while (removals > 0) {
        wait();
      }
    } catch (InterruptedException e) {
      holds--;
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted =
          new InterruptedIOException("interrupted while blobs were being removed");
      interrupted.initCause(e);
      throw interrupted;
    }
    return new Permit(false);
  }

  /** Leave to remove blobs; empty while somebody holds them: try again later. */
  public synchronized Optional<Permit> removal() {
    if (holds > 0) {
      return Optional.empty();
    }
    removals++;
    return Optional.of(new Permit(true));
  }
}
