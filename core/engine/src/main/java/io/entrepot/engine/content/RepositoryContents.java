package io.entrepot.engine.content;

import io.entrepot.engine.blob.BlobStores;
import io.entrepot.engine.database.Database;
import io.entrepot.spi.blob.ByteRange;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.StoredBlob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The content of all repositories, in one database and some blob stores. */
@Component(service = {Contents.class, RepositoryContents.class})
public final class RepositoryContents implements Contents, AutoCloseable {

  /** About 1.5 KiB each. */
  private static final int REMEMBERED = 10_000;

  /** No collection looks further back for who read what. */
  public static final Duration LONGEST_GRACE = Duration.ofDays(7);

  private final Database database;
  private final BlobStores stores;
  private final Clock clock;
  private final StagedBlobs staged;
  private final BlobReads reads;
  private final AssetCache cache;
  private final Leases leases;
  private final DroppedContents dropped;

  /** The content of the server's repositories. */
  @Activate
  public RepositoryContents(
      @Reference Database database, @Reference BlobStores stores, @Reference DamagedBlobs damaged) {
    this(database, stores, damaged, Clock.systemUTC());
  }

  /** The same by themselves. */
  public RepositoryContents(Database database, BlobStores stores) throws IOException {
    this(database, stores, new DamagedBlobs(database, Clock.systemUTC()), Clock.systemUTC());
  }

  /** The same by another clock, with a given note of damaged blobs. */
  public RepositoryContents(
      Database database, BlobStores stores, DamagedBlobs damaged, Clock clock) {
    this.database = database;
    this.stores = stores;
    this.clock = clock;
    this.staged = new StagedBlobs(stores, clock);
    this.reads = new BlobReads(stores, damaged);
    this.cache = new AssetCache(database.changes(), REMEMBERED);
    this.dropped = new DroppedContents(database, clock);
    this.leases = new Leases(clock.instant());
  }

  @Override
  public void bring(String repository, String blobStore, StoredBlob blob, AssetWrite as)
      throws IOException {
    held(repository, blobStore).bring(blob, as);
  }

  @Override
  public ContentStore of(String repository, String blobStore) {
    return held(repository, blobStore);
  }

  private RepositoryContent held(String repository, String blobStore) {
    try {
      stores.store(blobStore);
      Optional<Long> known = database.read(handle -> find(handle, repository, blobStore));
      long content =
          known.isPresent()
              ? known.get()
              : database.write(handle -> make(handle, repository, blobStore));
      return new RepositoryContent(
          database,
          stores,
          staged,
          reads,
          cache,
          leases,
          clock,
          new CommitUnit.Scope(content, repository, blobStore));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ReadableByteChannel open(StoredBlob blob, ByteRange range) throws IOException {
    return reads.open(blob, range);
  }

  @Override
  public boolean damaged(StoredBlob blob) {
    return reads.damaged(blob);
  }

  @Override
  public ByteBuffer read(StoredBlob blob) throws IOException {
    return reads.read(blob);
  }

  @Override
  public List<Asset> assets(String repository, io.entrepot.spi.content.Component component)
      throws IOException {
    return database.read(handle -> Listings.assets(handle, repository, component));
  }

  @Override
  public Totals totals(String repository) throws IOException {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT assets, size FROM content WHERE repository = ?")
                .bind(0, repository)
                .map((row, context) -> new Totals(row.getLong(1), row.getLong(2)))
                .findOne()
                .orElse(new Totals(0, 0)));
  }

  @Override
  public void drop(String repository) throws IOException {
    int dropping =
        database.write(
            handle ->
                handle.execute(
                    "UPDATE content SET repository = NULL WHERE repository = ?", repository));
    if (dropping > 0) {
      dropped.sweepSoon();
    }
  }

  /** Components and when they were used: for cleanups. */
  public ComponentUses uses() {
    return new ComponentUses(database, clock);
  }

  /** What was used the longest ago: for caches. */
  public LeastUsed leastUsed() {
    return new LeastUsed(database);
  }

  /** Removes finished uploads that nothing took within an hour; gives how many. */
  int purgeStaged() {
    leases.forget(clock.instant().minus(LONGEST_GRACE), clock.instant());
    return staged.purge();
  }

  /** What nothing needs any more. */
  public Garbage garbage() {
    return new Garbage(database, staged, leases, clock);
  }

  /** Who has which blob. */
  public BlobHolders holders() {
    return new BlobHolders(database, leases);
  }

  /**
   * Removes the rows of all that was dropped and cannot be restored.
   *
   * @throws IOException if some are left: a stop, or a fault that the log has
   */
  public void sweepDropped() throws IOException {
    dropped.sweepNow();
  }

  @Deactivate
  @Override
  public void close() {
    dropped.close();
  }

  private static Optional<Long> find(Handle handle, String repository, String store) {
    return handle
        .createQuery("SELECT id FROM content WHERE repository = ? AND store = ?")
        .bind(0, repository)
        .bind(1, store)
        .map((row, context) -> row.getLong(1))
        .findOne();
  }

  private static long make(Handle handle, String repository, String store) {
    return handle
        .createQuery(
            "INSERT INTO content (repository, store) VALUES (?, ?)"
                + " ON CONFLICT (repository) DO UPDATE SET store = excluded.store RETURNING id")
        .bind(0, repository)
        .bind(1, store)
        .map((row, context) -> row.getLong(1))
        .one();
  }
}
