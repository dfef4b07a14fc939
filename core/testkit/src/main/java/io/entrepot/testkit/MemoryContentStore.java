package io.entrepot.testkit;

import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.Change;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Commit;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.Node;
import io.entrepot.spi.content.Records;
import io.entrepot.spi.content.StoredBlob;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A repository's content on the heap, for tests. Several may share one blob store. */
public final class MemoryContentStore implements ContentStore {

  private final MemoryBlobStore blobs;
  private final Clock clock;
  private final Set<String> uploads = ConcurrentHashMap.newKeySet();
  private volatile MemoryState state = MemoryState.empty();

  /** Empty content over a blob store of its own. */
  public MemoryContentStore(Clock clock) {
    this(new MemoryBlobStore(clock), clock);
  }

  /** Empty content over a blob store that others may use too. */
  public MemoryContentStore(MemoryBlobStore blobs, Clock clock) {
    this.blobs = blobs;
    this.clock = clock;
  }

  /** Where the bytes are. */
  public MemoryBlobStore blobs() {
    return blobs;
  }

  /** The assets that nothing needs, and that the engine would collect sooner or later. */
  public Set<AssetPath> unneeded() {
    return state.unneeded();
  }

  @Override
  public Optional<Asset> find(AssetPath path) {
    return state.asset(path);
  }

  @Override
  public Page<Asset> list(AssetPath folder, Cursor from, int limit) {
    requireLimit(limit);
    return Pages.of(state.below(folder), from, limit, Pages.BINARY, a -> a.path().value());
  }

  @Override
  public Page<Node> browse(AssetPath folder, Cursor from, int limit) {
    requireLimit(limit);
    return Pages.of(state.nodes(folder), from, limit, Pages.CASELESS, Node::name);
  }

  @Override
  public Optional<StoredBlob> blob(Digest digest) {
    return state.blob(blob -> blob.digest(digest.algorithm()).filter(digest::equals).isPresent());
  }

  @Override
  public byte[] read(StoredBlob blob, int limit) throws IOException {
    if (blob.size() > limit) {
      throw new IOException(
          "blob " + blob.id() + " has " + blob.size() + " bytes, more than " + limit);
    }
    return blobs.bytes(blob.id()).clone();
  }

  @Override
  public synchronized Commit commit(ChangeSet changes) throws IOException {
    MemoryCommit commit = new MemoryCommit(state, blobs, clock.instant());
    try {
      Commit done = commit.apply(changes);
      state = commit.after();
      return done;
    } catch (IOException e) {
      forgetStaged(changes);
      throw e;
    }
  }

  @Override
  public Records records(String kind) {
    return new MemoryRecords(kind, () -> state);
  }

  @Override
  public BlobUpload upload(UploadHint hint) {
    BlobUpload upload = blobs.upload(hint);
    uploads.add(upload.id());
    return upload;
  }

  @Override
  public Optional<BlobUpload> upload(String id) {
    return uploads.contains(id) ? blobs.resume(id) : Optional.empty();
  }

  private void forgetStaged(ChangeSet changes) {
    for (Change change : changes.changes()) {
      if (change instanceof Change.Put put) {
        blobs.delete(put.content().id());
      }
    }
  }

  static void requireLimit(int limit) {
    if (limit < 1 || limit > 10_000) {
      throw new IllegalArgumentException("limit " + limit + " is not in 1..10000");
    }
  }
}
