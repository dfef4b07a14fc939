package io.entrepot.engine.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/**
 * Has a growing file written to the disk while more of it comes, so that the fsync at its end finds
 * little left to do. The system tells of a failed write but once, to whoever asks first: so what
 * fails here is told again by each {@link #await}. Not thread-safe.
 */
final class WriteBack {

  /** After so many bytes; smaller files are left to their fsync alone. */
  static final long STEP = 16L << 20;

  private final Disk disk;
  private final Path file;
  private final Executor executor;
  private FutureTask<IOException> running = done();
  private IOException failure;
  private long begun;

  WriteBack(Disk disk, Path file, Executor executor) {
    this.disk = disk;
    this.file = file;
    this.executor = executor;
  }

  /** The file has grown. */
  void grown(FileChannel channel, long size) {
    if (size - begun < STEP || !running.isDone()) {
      return;
    }
    settle();
    begun = size;
    running = new FutureTask<>(() -> sync(channel));
    executor.execute(running);
  }

  /**
   * Waits until nothing is under way.
   *
   * @throws IOException if something could not be written, now or before
   */
  void await() throws IOException {
    settle();
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
  }

  /**
   * Waits until nothing is under way, and keeps how it went: before that the channel must not be
   * closed. Not to be interrupted.
   */
  void settle() {
    boolean interrupted = false;
    while (true) {
      try {
        IOException result = running.get();
        failure = failure == null ? result : failure;
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        failure = failure == null ? new IOException(e.getCause()) : failure;
        break;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private IOException sync(FileChannel channel) {
    try {
      disk.sync(channel, file);
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  private static FutureTask<IOException> done() {
    FutureTask<IOException> task = new FutureTask<>(() -> null);
    task.run();
    return task;
  }
}
