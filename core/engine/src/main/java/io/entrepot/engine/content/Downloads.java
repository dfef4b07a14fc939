package io.entrepot.engine.content;

import io.entrepot.engine.database.Database;
import io.entrepot.engine.database.StoredSettings;
import io.entrepot.spi.content.AssetPath;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which assets were read, to the day (in UTC). Noted in memory, and once a minute and at the end in
 * the database, at most once a day for each asset: reading never waits for a write. A crash loses
 * what was noted within the last minute.
 */
@Component(service = {Downloads.class, ReadNotes.class})
public final class Downloads implements ReadNotes, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Downloads.class);
  private static final String SINCE = "downloads.since";
  private static final int BATCH = 500;
  // More than so many, and they are written before the minute is over.
  private static final int MANY = 20_000;
  private static final int MOST = 200_000;

  private record Read(String repository, String path) {}

  private final Database database;
  private final Clock clock;
  private final Map<Read, Boolean> noted = new ConcurrentHashMap<>();
  private final Set<Read> written = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean hurrying = new AtomicBoolean();
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "entrepot-downloads");
            thread.setDaemon(true);
            return thread;
          });
  private Instant day = Instant.EPOCH;

  /** The reads of the server. */
  @Activate
  public Downloads(@Reference Database database) throws IOException {
    this(database, Clock.systemUTC());
  }

  /** The same by another clock. */
  @SuppressWarnings("FutureReturnValueIgnored") // it ends with the executor alone
  public Downloads(Database database, Clock clock) throws IOException {
    this.database = database;
    this.clock = clock;
    StoredSettings settings = new StoredSettings(database);
    if (settings.find(SINCE).isEmpty()) {
      settings.set(SINCE, clock.instant().toString());
    }
    executor.scheduleWithFixedDelay(this::writeIfPossible, 1, 1, TimeUnit.MINUTES);
  }

  /** Since when reads are noted: of what was read before nothing is known. */
  public Instant since() throws IOException {
    return new StoredSettings(database).find(SINCE).map(Instant::parse).orElse(Instant.EPOCH);
  }

  /** Notes that an asset is read. Costs a look into a map. */
  @SuppressWarnings("FutureReturnValueIgnored") // handles its failures
  @Override
  public void note(String repository, AssetPath path) {
    Read read = new Read(repository, path.value());
    if (written.contains(read) || noted.containsKey(read)) {
      return;
    }
    int many = noted.size();
    if (many < MOST) {
      noted.put(read, true);
    }
    if (many >= MANY && hurrying.compareAndSet(false, true)) {
      executor.execute(this::writeIfPossible);
    }
  }

  /**
   * Writes what is noted.
   *
   * @throws IOException if that fails; what is left is written later
   */
  public synchronized void write() throws IOException {
    Instant now = clock.instant();
    Instant today = now.truncatedTo(ChronoUnit.DAYS);
    if (!today.equals(day) || written.size() > MOST) {
      written.clear();
      day = today;
    }
    List<Read> all = new ArrayList<>(noted.keySet());
    for (int from = 0; from < all.size(); from += BATCH) {
      List<Read> batch = all.subList(from, Math.min(all.size(), from + BATCH));
      database.write(handle -> write(handle, batch, now, today));
      written.addAll(batch);
      batch.forEach(noted::remove);
    }
  }

  private static int write(Handle handle, List<Read> batch, Instant now, Instant today) {
    for (Read read : batch) {
      handle.execute(
          "UPDATE asset SET last_downloaded = ?"
              + " WHERE content = (SELECT id FROM content WHERE repository = ?) AND path = ?"
              + " AND (last_downloaded IS NULL OR last_downloaded < ?)",
          now.toEpochMilli(),
          read.repository(),
          read.path(),
          today.toEpochMilli());
    }
    return batch.size();
  }

  private void writeIfPossible() {
    hurrying.set(false);
    try {
      write();
    } catch (IOException | RuntimeException e) {
      LOG.warn("When {} assets were last read is not kept yet", noted.size(), e);
    }
  }

  @Deactivate
  @Override
  public void close() {
    executor.shutdown();
    writeIfPossible();
  }
}
