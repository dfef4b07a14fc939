package io.entrepot.engine.blob;

import io.entrepot.engine.database.Database;
import io.entrepot.spi.blob.BlobId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Small blobs that were written lately. Their files are there for everybody to read, but the disk
 * may not have them yet: until it has, the database keeps their bytes, which it writes together
 * with the rows that name them. So an upload waits for one fsync, the database's, and shares that
 * with others; the fsyncs of the files are made up for soon after, many at once, which costs a
 * fraction. What a failing power supply leaves undone is done when the stores are opened again.
 *
 * <p>A line of the database may go when its file is durable. It is sure to be in this order: a file
 * is {@linkplain #write known here} before a commit can {@linkplain #keep write its line}; a round
 * first notes the last line, then takes all files that are known here, makes them durable, forgets
 * them, and then removes the lines up to the one that it noted.
 */
public final class FreshBlobs implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FreshBlobs.class);

  /** Files of so many bytes at most. */
  static final int LARGEST = 16 << 10;

  /**
   * So many at most, which are open files: half as many of those that are larger than {@link
   * #USUAL}, and no more than a quarter of the files that may be open. More than that are made
   * durable one by one.
   */
  static final int MOST = 4096;

  /** So much memory, and so much of the database, is one of them counted for. */
  static final int USUAL = LARGEST / 2;

  private static final int REMOVED_AT_ONCE = 512;
  private static final int PAUSE = 500; // ms
  private static final int READ_AT_ONCE = 64;

  /** Where what was left behind belongs. */
  @FunctionalInterface
  interface Stores {
    /** The folder of a store; empty if it cannot be used. */
    Optional<FileLayout> layout(String store);
  }

  private final FreshRows rows;
  private final Map<BlobId, FreshFile> files = new ConcurrentHashMap<>();
  private final FileSystemSyncs syncs = new FileSystemSyncs();
  private final int most;
  private final Semaphore free;
  private final AtomicBoolean called = new AtomicBoolean();
  private final ScheduledExecutorService executor =
      new ScheduledThreadPoolExecutor(
          1, FreshBlobs::thread, new ThreadPoolExecutor.DiscardPolicy());
  private volatile Map<FileLayout, String> problems = Map.of();
  private volatile boolean closed;
  private long removed;

  FreshBlobs(Database database) {
    this(database, OpenFiles.limit());
  }

  /**
   * The same.
   *
   * @param openFiles that the process may have
   */
  FreshBlobs(Database database, int openFiles) {
    this.rows = new FreshRows(database);
    this.most = Math.min(MOST, openFiles / 4);
    this.free = new Semaphore(most);
  }

  /**
   * Does what a server's end left undone, and begins.
   *
   * @throws IOException if the database fails
   */
  @SuppressWarnings("FutureReturnValueIgnored") // it ends with the executor alone
  void begin(Stores stores) throws IOException {
    long seen = 0;
    List<FreshRows.Row> left = rows.left(seen, READ_AT_ONCE);
    while (!left.isEmpty()) {
      List<Long> done = new ArrayList<>();
      for (FreshRows.Row row : left) {
        Optional<FileLayout> layout = stores.layout(row.store());
        if (layout.isPresent() && (!rows.needed(row) || restored(row, layout.get()))) {
          done.add(row.id());
        }
      }
      rows.remove(done);
      seen = left.get(left.size() - 1).id();
      left = rows.left(seen, READ_AT_ONCE);
    }
    rows.keepUpTo(seen);
    removed = seen;
    executor.scheduleWithFixedDelay(this::settle, PAUSE, PAUSE, TimeUnit.MILLISECONDS);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "entrepot-fresh-blobs");
    thread.setDaemon(true);
    return thread;
  }

  /** A disk that fails must not keep the server from starting: the others serve. */
  private static boolean restored(FreshRows.Row row, FileLayout layout) {
    try {
      if (layout.settle(row.blob(), row.bytes())) {
        LOG.info("Blob {} had not got to the disk, and was written again", row.blob());
      }
      return true;
    } catch (IOException e) {
      LOG.error("Blob {} cannot be made durable; it is tried at the next start", row.blob(), e);
      return false;
    }
  }

  /**
   * Writes a blob's file, if it is small, and there are not too many, and no disk fails.
   *
   * @return false if it was not written
   */
  boolean write(FileLayout layout, BlobId id, ByteBuffer bytes) throws IOException {
    boolean fits = bytes.remaining() <= LARGEST;
    int share = share(bytes.remaining());
    if (closed || !fits || !problems.isEmpty() || !free.tryAcquire(share)) {
      return false;
    }
    boolean written = false;
    try {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      files.put(id, new FreshFile(layout, id, copy, syncs));
      written = true;
    } finally {
      if (!written) {
        free.release(share);
      }
    }
    // The rest is for what comes during a round, which may take long on a busy disk.
    boolean enough = most - free.availablePermits() >= most / 4;
    if (enough && called.compareAndSet(false, true)) {
      executor.execute(this::settle);
    }
    return true;
  }

  /**
   * Has the database keep a blob's bytes if its file is fresh, in the transaction that names it.
   */
  public void keep(Handle handle, String store, BlobId id) {
    FreshFile fresh = files.get(id);
    if (fresh != null) {
      rows.add(handle, store, id, fresh.bytes());
    }
  }

  /** A file that goes, or has another place, is not to be made durable. */
  void forget(BlobId id) {
    FreshFile fresh = files.remove(id);
    if (fresh != null) {
      free.release(share(fresh.bytes().length));
      fresh.forget();
    }
  }

  private static int share(int size) {
    return size <= USUAL ? 1 : 2;
  }

  /** A store that goes has no files to be made durable. */
  void forget(FileLayout layout) {
    files.values().stream()
        .filter(fresh -> fresh.layout() == layout)
        .map(FreshFile::id)
        .forEach(this::forget);
    syncs.forget(layout);
  }

  /** Why a store's files cannot be made durable; empty if they can. */
  Optional<String> problem(FileLayout layout) {
    return Optional.ofNullable(problems.get(layout));
  }

  /** Makes durable what is fresh now. What cannot be is tried again; see {@link #problem}. */
  public synchronized void settle() {
    called.set(false);
    long last = rows.last();
    Map<FileLayout, String> failed = new HashMap<>();
    List<FreshFile> taken = List.copyOf(files.values());
    Map<Path, List<FreshFile>> folders =
        syncs.sync(taken).stream().collect(Collectors.groupingBy(FreshFile::folder));
    for (List<FreshFile> folder : folders.values()) {
      for (FreshFile file : folder) {
        attempt(file.layout(), file::sync, failed);
      }
    }
    for (List<FreshFile> folder : folders.values()) {
      FileLayout layout = folder.get(0).layout();
      if (!attempt(layout, () -> layout.disk().syncFolder(folder.get(0).folder()), failed)) {
        folder.forEach(FreshFile::lose);
      }
    }
    for (FreshFile file : taken) {
      if (!failed.containsKey(file.layout())) {
        forget(file.id());
      }
    }
    problems = failed;
    if (failed.isEmpty() && last > removed) {
      remove(last);
    }
  }

  private interface Step {
    void take() throws IOException;
  }

  private boolean attempt(FileLayout layout, Step step, Map<FileLayout, String> failed) {
    try {
      step.take();
      return true;
    } catch (IOException e) {
      if (failed.put(layout, "files cannot be made durable: " + e) == null
          && !problems.containsKey(layout)) {
        LOG.error("Fresh blobs cannot be made durable; the database keeps their bytes", e);
      }
      return false;
    }
  }

  private void remove(long last) {
    try {
      while (removed < last) {
        long next = Math.min(last, removed + REMOVED_AT_ONCE);
        rows.removeUpTo(next);
        removed = next;
      }
    } catch (IOException e) {
      LOG.warn("The bytes of fresh blobs stay in the database for now", e);
    }
  }

  /** Makes all durable, and ends. */
  @Override
  public void close() {
    closed = true;
    Ending.await(executor);
    settle();
    files.keySet().forEach(this::forget);
    syncs.close();
  }
}
