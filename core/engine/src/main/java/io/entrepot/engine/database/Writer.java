package io.entrepot.engine.database;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteUpdateListener;

/**
 * The one thread that writes. Units that wait at the same time share a transaction, and so its
 * fsync; each has a savepoint of its own in it, so one that fails takes no other with it. All are
 * answered after the commit: also a failure may rest on what another unit of the batch did.
 */
final class Writer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
  private static final int MOST_UNITS = 512;
  private static final long LONGEST_BATCH = TimeUnit.MILLISECONDS.toNanos(20);

  private final Handle handle;
  private final Checkpoints checkpoints;
  private final TransactionControl transaction;
  private final RowChanges changes;
  private final BlockingQueue<WriteUnit<?>> queue = new LinkedBlockingQueue<>();
  private final WriteUnit<Void> end = new WriteUnit<>(unused -> null);
  private final Thread thread;
  private boolean closed;
  private final List<Work<?>> endings = new CopyOnWriteArrayList<>();
  private volatile Optional<String> broken = Optional.empty();

  /**
   * Begins to write.
   *
   * @param checkpoints told of each transaction, and closed with this
   * @param changes told of each row that is changed
   */
  Writer(Handle handle, Checkpoints checkpoints, RowChanges changes) throws SQLException {
    this.handle = handle;
    this.checkpoints = checkpoints;
    this.changes = changes;
    handle
        .getConnection()
        .unwrap(SQLiteConnection.class)
        .addUpdateListener((type, database, table, row) -> changed(type, table, row));
    this.transaction = new TransactionControl(handle.getConnection());
    thread = new Thread(this::loop, "entrepot-database-writer");
    thread.setDaemon(true); // who ends without closing the database shall end
    thread.start();
  }

  private void changed(SQLiteUpdateListener.Type type, String table, long row) {
    changes.changing(table, row);
    if (type == SQLiteUpdateListener.Type.INSERT) {
      ((ReusedStatements) handle.getStatementBuilder()).inserted(row);
    }
  }

  <T> T write(Work<T> work) throws IOException {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("a write within a write would wait for itself");
    }
    WriteUnit<T> unit = new WriteUnit<>(work);
    synchronized (this) {
      if (closed) {
        throw new DatabaseException("the database is closed", null, true);
      }
      queue.add(unit);
    }
    return unit.await();
  }

  /** As {@link Database#atEachEnd}. */
  Runnable atEachEnd(Work<?> work) {
    endings.add(work);
    return () -> endings.remove(work);
  }

  /** Why nothing is written any more; empty if all is well. */
  Optional<String> broken() {
    return broken;
  }

  private void loop() {
    List<WriteUnit<?>> batch = new ArrayList<>();
    boolean last = false;
    while (!last) {
      WriteUnit<?> first = next();
      long until = System.nanoTime() + LONGEST_BATCH;
      last = first == end;
      if (!last) {
        last = transaction(first, batch, until);
      }
      batch.forEach(WriteUnit::answer);
      batch.clear();
      if (broken.isEmpty()) {
        checkpoints.committed();
      }
    }
  }

  private WriteUnit<?> next() {
    while (true) {
      try {
        return queue.take();
      } catch (InterruptedException e) {
        LOG.debug("The database's writer is stopped by closing it, not by interrupting it");
      }
    }
  }

  /** Runs a batch; true if the end was met. */
  private boolean transaction(WriteUnit<?> first, List<WriteUnit<?>> batch, long until) {
    boolean last = false;
    boolean committing = false;
    batch.add(first);
    try {
      if (broken.isPresent()) {
        throw new SQLException(broken.get());
      }
      transaction.begin();
      run(first);
      while (batch.size() < MOST_UNITS && System.nanoTime() < until) {
        WriteUnit<?> unit = queue.poll();
        if (unit == null) {
          break;
        }
        if (unit == end) {
          last = true;
          break;
        }
        batch.add(unit);
        run(unit);
      }
      for (Work<?> ending : endings) {
        end(ending);
      }
      committing = true;
      changes.committing();
      transaction.commit();
    } catch (SQLException e) {
      abandon(batch, e, committing);
    } catch (RuntimeException | Error e) { // this thread must not end: everyone waits for it
      abandon(batch, new SQLException("the writer failed: " + e, e), committing);
    } finally {
      changes.settled();
    }
    return last;
  }

  private <T> void run(WriteUnit<T> unit) throws SQLException {
    transaction.beginUnit();
    try {
      unit.succeeded(unit.work.with(handle));
    } catch (Throwable e) { // whatever it is, it is the caller's, and the others go on
      unit.failed(e);
      Optional<SQLException> fault = Faults.of(e);
      if (fault.isPresent() && Faults.kind(fault.get()) != Faults.Kind.STATEMENT) {
        throw fault.get();
      }
      transaction.rollbackUnit();
      return;
    }
    transaction.commitUnit();
  }

  private void end(Work<?> ending) throws SQLException {
    WriteUnit<?> unit = new WriteUnit<>(ending);
    run(unit);
    unit.failure().ifPresent(failure -> LOG.error("The end of a transaction failed", failure));
  }

  private void abandon(List<WriteUnit<?>> batch, SQLException fault, boolean committing) {
    boolean disk = Faults.kind(fault) == Faults.Kind.DISK;
    boolean certain = !committing || Faults.kind(fault) == Faults.Kind.FULL;
    if (disk && broken.isEmpty()) {
      broken = Optional.of("writing stopped after a fault: " + fault.getMessage());
      LOG.error(
          "The database cannot be written any more; it is read-only until the server is started"
              + " again",
          fault);
    }
    try {
      transaction.rollback();
    } catch (SQLException e) {
      // SQLite rolls back by itself after some faults; then there is nothing left to roll back.
      LOG.debug("Nothing to roll back", e);
    }
    batch.forEach(unit -> unit.failed(Faults.translate(fault, certain)));
  }

  @Override
  public void close() throws SQLException {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      queue.add(end);
    }
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    checkpoints.close();
    transaction.close();
    handle.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
