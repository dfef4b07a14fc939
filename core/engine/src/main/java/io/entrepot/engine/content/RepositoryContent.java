package io.entrepot.engine.content;

import io.entrepot.engine.blob.BlobStores;
import io.entrepot.engine.database.Database;
import io.entrepot.engine.database.DatabaseException;
import io.entrepot.spi.blob.BlobId;
import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.ByteRange;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.blob.Staged;
import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.Change;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Commit;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.MissingBlobException;
import io.entrepot.spi.content.Node;
import io.entrepot.spi.content.Records;
import io.entrepot.spi.content.StoredBlob;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What one repository holds, in the database and in its blob store. */
final class RepositoryContent implements ContentStore {

  // What was looked at may be replaced meanwhile, but not for ever.
  private static final int MOST_LOOKS = 10;

  private record Made(Commit commit, List<BlobId> surplus, List<BlobId> replaced) {}

  private static final int COPIED_AT_ONCE = 256 * 1024;

  private final Database database;
  private final BlobStores stores;
  private final StagedBlobs staged;
  private final BlobReads reads;
  private final AssetCache cache;
  private final Leases leases;
  private final Clock clock;
  private final CommitUnit.Scope scope;

  RepositoryContent(
      Database database,
      BlobStores stores,
      StagedBlobs staged,
      BlobReads reads,
      AssetCache cache,
      Leases leases,
      Clock clock,
      CommitUnit.Scope scope) {
    this.database = database;
    this.stores = stores;
    this.staged = staged;
    this.reads = reads;
    this.cache = cache;
    this.leases = leases;
    this.clock = clock;
    this.scope = scope;
  }

  @Override
  public Optional<Asset> find(AssetPath path) throws IOException {
    Optional<Asset> known = cache.find(scope.content(), path);
    if (known.isPresent()) {
      return known;
    }
    if (cache.absent(scope.content(), path)) {
      return Optional.empty();
    }
    long since = cache.now();
    Optional<Rows.AssetRow> row = row(path);
    if (row.isEmpty()) {
      cache.putAbsent(scope.content(), path, since);
    }
    if (row.isPresent() && row.get().unneededSince().isEmpty()) {
      cache.put(scope.content(), row.get(), since);
    }
    while (row.isPresent() && row.get().unneededSince().isPresent()) {
      // Not from the cache: that it was read is to be noted each time.
      long id = row.get().id();
      Instant now = now();
      if (leases.renew(id, now)) {
        break;
      }
      // About to go, or gone: the writer knows, and what it finds there stays.
      if (database.write(handle -> AssetRows.renew(handle, id, now))) {
        break;
      }
      row = row(path).filter(next -> next.id() != id);
    }
    return row.map(Rows.AssetRow::asset);
  }

  private Optional<Rows.AssetRow> row(AssetPath path) throws IOException {
    return database.read(handle -> new AssetRows(handle, scope.content()).find(path));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public Page<Asset> list(AssetPath folder, Cursor from, int limit) throws IOException {
    Paging.check(limit);
    String after = Bounds.later(Bounds.below(folder), from.after());
    return Paging.page(
        database.read(handle -> Listings.assets(handle, scope.content(), folder, after, limit + 1)),
        limit,
        asset -> asset.path().value());
  }

  @Override
  public Page<Node> browse(AssetPath folder, Cursor from, int limit) throws IOException {
    Paging.check(limit);
    return Paging.page(
        database.read(
            handle -> Listings.nodes(handle, scope.content(), folder, from.after(), limit + 1)),
        limit,
        Node::name);
  }

  @Override
  public Optional<StoredBlob> blob(Digest digest) throws IOException {
    String sql =
        "SELECT"
            + Rows.BLOB
            + " FROM blob b WHERE b."
            + BlobRows.column(digest.algorithm())
            + " = ? AND b.damaged_since IS NULL AND EXISTS (SELECT 1 FROM asset a WHERE a.blob ="
            + " b.id AND a.content = ?) LIMIT 1";
    return database.read(
        handle ->
            handle
                .createQuery(sql)
                .bind(0, digest.hex())
                .bind(1, scope.content())
                .map((row, context) -> Rows.blob(row, 1))
                .findOne());
  }

  @Override
  public byte[] read(StoredBlob blob, int limit) throws IOException {
    if (blob.size() > limit) {
      throw new IOException(
          "blob " + blob.sha256() + " has " + blob.size() + " bytes, more than " + limit);
    }
    return reads.read(blob).array();
  }

  @Override
  public Commit commit(ChangeSet changes) throws IOException {
    CommitUnit.Scope where = scope.in(store(changes));
    Set<BlobId> uploaded = take(changes, where.store());
    boolean committed = false;
    boolean unknown = false;
    try {
      Made made = made(changes, where, uploaded);
      committed = true;
      made.surplus().forEach(id -> staged.remove(where.store(), id));
      made.replaced().forEach(id -> reads.replaced(where.store(), id));
      return made.commit();
    } catch (DatabaseException e) {
      unknown = !e.certain();
      throw e;
    } finally {
      if (!committed && !unknown) {
        uploaded.forEach(id -> staged.remove(where.store(), id));
      }
      if (!unknown) {
        uploaded.forEach(staged::settled);
      }
    }
  }

  /** As {@link Contents#bring}. */
  void bring(StoredBlob blob, AssetWrite as) throws IOException {
    if (!blob.store().equals(scope.store())) {
      commit(ChangeSet.empty().put(as, copy(blob)));
      return;
    }
    Instant now = now();
    database.write(
        handle ->
            new CommitUnit(handle, scope, now, Uploads.NONE, SeenFiles.none()).borrow(blob, as));
  }

  private Staged copy(StoredBlob blob) throws IOException {
    UploadHint hint =
        UploadHint.none()
            .sized(OptionalLong.of(blob.size()))
            .digesting(blob.digests().keySet().toArray(new DigestAlgorithm[0]));
    try (ReadableByteChannel from = reads.open(blob, ByteRange.all(blob.size()));
        BlobUpload upload = upload(hint)) {
      ByteBuffer buffer = ByteBuffer.allocate(COPIED_AT_ONCE);
      boolean whole = false;
      try {
        while (from.read(buffer) >= 0) {
          upload.write(buffer.flip());
          buffer.clear();
        }
        if (!upload.digest(DigestAlgorithm.SHA256).equals(blob.sha256())) {
          throw new MissingBlobException(blob.sha256());
        }
        whole = true;
      } finally {
        if (!whole) {
          upload.cancel();
        }
      }
      return upload.finish();
    }
  }

  private Made made(ChangeSet changes, CommitUnit.Scope where, Set<BlobId> uploaded)
      throws IOException {
    SeenFiles files = SeenFiles.none();
    Uploads uploads = new Uploads(uploaded, stores.fresh()::keep);
    Instant now = now();
    for (int looks = 0; ; looks++) {
      try {
        return database.write(
            handle -> {
              CommitUnit unit = new CommitUnit(handle, where, now, uploads, files);
              Commit commit = unit.make(changes);
              return new Made(commit, unit.surplus(), unit.replaced());
            });
      } catch (UnseenFileException e) {
        if (looks == MOST_LOOKS) {
          throw e;
        }
        look(changes, where.store(), files);
      }
    }
  }

  @Override
  public Records records(String kind) {
    return new StoredRecords(database, scope.content(), kind);
  }

  @Override
  public BlobUpload upload(UploadHint hint) throws IOException {
    BlobUpload upload = stores.store(scope.store()).upload(BoundUpload.bind(hint, scope.content()));
    return new BoundUpload(upload, scope.content(), scope.store(), staged);
  }

  @Override
  public Optional<BlobUpload> upload(String id) throws IOException {
    Optional<BlobStores.Resumed> resumed = stores.resume(scope.store(), id);
    if (resumed.isPresent() && !BoundUpload.bound(resumed.get().upload(), scope.content())) {
      resumed.get().upload().close();
      return Optional.empty();
    }
    return resumed.map(
        found -> new BoundUpload(found.upload(), scope.content(), found.store(), staged));
  }

  /**
   * The store in which the uploads of a change set are: the repository's own, but for those that
   * had begun before it got another one.
   */
  private String store(ChangeSet changes) throws IOException {
    Set<String> found = new HashSet<>();
    for (Change change : changes.changes()) {
      if (change instanceof Change.Put put) {
        staged.store(put.content().id()).ifPresent(found::add);
      }
    }
    if (found.size() > 1) {
      throw new IOException(
          "uploads to repository '"
              + scope.repository()
              + "' that belong together are in the blob stores "
              + found
              + ": it got another one meanwhile, and they must be sent again");
    }
    return found.isEmpty() ? scope.store() : found.iterator().next();
  }

  /** The uploads of a change set that are this commit's, and of no other. */
  private Set<BlobId> take(ChangeSet changes, String store) {
    Set<BlobId> taken = new HashSet<>();
    for (Change change : changes.changes()) {
      if (change instanceof Change.Put put && staged.take(store, put.content().id())) {
        taken.add(put.content().id());
      }
    }
    return taken;
  }

  /** Looks at the files of blobs that have the same checksums as uploads of this change set. */
  private void look(ChangeSet changes, String store, SeenFiles files) throws IOException {
    for (Change change : changes.changes()) {
      if (change instanceof Change.Put put) {
        Staged content = put.content();
        Optional<BlobId> same =
            database
                .read(handle -> BlobRows.bySha256(handle, store, content.sha256().hex()))
                .map(row -> row.blob().id());
        if (same.isPresent()) {
          files.add(same.get(), stores.sound(store, same.get(), content.size()));
        }
      }
    }
  }
}
