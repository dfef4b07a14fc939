package io.entrepot.engine.proxy;

import io.entrepot.engine.database.Database;
import io.entrepot.spi.content.Asset;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When what proxies keep was last looked up. Asked and noted in memory; written some at a time,
 * soon after: nobody's request waits for it. A crash loses the last of it, which costs a question
 * to upstream each.
 */
final class Checks implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Checks.class);
  private static final int BATCH = 200;
  private static final int SECONDS = 20;
  // More than so many, and they are written before it is time.
  private static final int MANY = 5_000;
  private static final int MOST = 50_000;

  private record Key(String repository, String path) {}

  private final Database database;
  private final int remembered;
  private final Map<Key, Check> noted = new ConcurrentHashMap<>();
  private final Map<Key, Check> known = new ConcurrentHashMap<>();
  private final AtomicBoolean hurrying = new AtomicBoolean();
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "entrepot-proxy-checks");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * The checks of a server.
   *
   * @param remembered how many are kept in memory once they are written
   */
  @SuppressWarnings("FutureReturnValueIgnored") // it ends with the executor alone
  Checks(Database database, int remembered) {
    this.database = database;
    this.remembered = remembered;
    executor.scheduleWithFixedDelay(this::writeIfPossible, SECONDS, SECONDS, TimeUnit.SECONDS);
  }

  /** What is known of an asset. */
  Check find(String repository, Asset asset) throws IOException {
    Key key = new Key(repository, asset.path().value());
    Check check = known.get(key);
    if (check == null) {
      check = noted.get(key);
    }
    if (check != null && check.isOf(asset)) {
      return check;
    }
    Check read =
        database
            .read(handle -> read(handle, key))
            .filter(row -> row.isOf(asset))
            .orElse(Check.of(asset));
    remember(key, read);
    return read;
  }

  /** Notes what was found out. */
  @SuppressWarnings("FutureReturnValueIgnored") // handles its failures
  void note(String repository, Asset asset, Check check) {
    Key key = new Key(repository, asset.path().value());
    remember(key, check);
    int many = noted.size();
    if (many < MOST) {
      noted.put(key, check);
    }
    if (many >= MANY && !executor.isShutdown() && hurrying.compareAndSet(false, true)) {
      executor.execute(this::writeIfPossible);
    }
  }

  /** From when on nothing of a repository counts as current that was looked up before. */
  Instant invalidated(String repository) throws IOException {
    return database
        .read(
            handle ->
                handle
                    .createQuery("SELECT invalidated FROM content WHERE repository = ?")
                    .bind(0, repository)
                    .map((row, context) -> row.getLong(1))
                    .findOne())
        .map(Instant::ofEpochMilli)
        .orElse(Instant.EPOCH);
  }

  /** Sets that. */
  void invalidate(String repository, Instant now) throws IOException {
    database.write(
        handle ->
            handle.execute(
                "UPDATE content SET invalidated = ? WHERE repository = ?",
                now.toEpochMilli(),
                repository));
  }

  /**
   * Writes what is noted.
   *
   * @throws IOException if that fails; what is left is written later
   */
  synchronized void write() throws IOException {
    List<Map.Entry<Key, Check>> all = List.copyOf(noted.entrySet());
    for (int from = 0; from < all.size(); from += BATCH) {
      List<Map.Entry<Key, Check>> batch = all.subList(from, Math.min(all.size(), from + BATCH));
      database.write(
          handle -> {
            batch.forEach(entry -> write(handle, entry.getKey(), entry.getValue()));
            return batch.size();
          });
      batch.forEach(entry -> noted.remove(entry.getKey(), entry.getValue()));
    }
  }

  /** Which of them leave does not matter much: they are in the database. */
  private void remember(Key key, Check check) {
    known.put(key, check);
    if (known.size() > remembered) {
      Iterator<Check> some = known.values().iterator();
      for (int left = remembered / 10 + 1; left > 0 && some.hasNext(); left--) {
        some.next();
        some.remove();
      }
    }
  }

  private static Optional<Check> read(Handle handle, Key key) {
    return handle
        .createQuery(
            "SELECT p.updated, p.checked, p.etag, p.last_modified FROM content c"
                + " JOIN asset a ON a.content = c.id JOIN proxied p ON p.asset = a.id"
                + " WHERE c.repository = ? AND a.path = ?")
        .bind(0, key.repository())
        .bind(1, key.path())
        .map(
            (row, context) ->
                new Check(
                    Instant.ofEpochMilli(row.getLong(1)),
                    Instant.ofEpochMilli(row.getLong(2)),
                    Optional.ofNullable(row.getString(3)),
                    Optional.ofNullable(row.getString(4))))
        .findOne();
  }

  /** Of an asset that is not there any more, or was set anew, nothing is written. */
  private static void write(Handle handle, Key key, Check check) {
    handle
        .createUpdate(
            "INSERT INTO proxied (asset, updated, checked, etag, last_modified)"
                + " SELECT a.id, a.updated, CAST(? AS BIGINT), CAST(? AS TEXT), CAST(? AS TEXT)"
                + " FROM content c JOIN asset a ON a.content = c.id"
                + " WHERE c.repository = ? AND a.path = ? AND a.updated = ?"
                + " ON CONFLICT (asset) DO UPDATE SET updated = excluded.updated,"
                + " checked = excluded.checked, etag = excluded.etag,"
                + " last_modified = excluded.last_modified")
        .bind(0, check.when().toEpochMilli())
        .bind(1, check.etag().orElse(null))
        .bind(2, check.modified().orElse(null))
        .bind(3, key.repository())
        .bind(4, key.path())
        .bind(5, check.updated().toEpochMilli())
        .execute();
  }

  private void writeIfPossible() {
    hurrying.set(false);
    try {
      write();
    } catch (IOException | RuntimeException e) {
      LOG.warn("When {} assets of proxies were last looked up is not kept yet", noted.size(), e);
    }
  }

  @Override
  public void close() {
    executor.shutdown();
    writeIfPossible();
  }
}
