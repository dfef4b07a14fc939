package io.entrepot.engine.content;

import io.entrepot.engine.database.Prepared;
import io.entrepot.spi.blob.BlobId;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.Change;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Commit;
import io.entrepot.spi.content.MissingBlobException;
import io.entrepot.spi.content.MissingReferenceException;
import io.entrepot.spi.content.Precondition;
import io.entrepot.spi.content.PreconditionFailedException;
import io.entrepot.spi.content.StoredBlob;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** A change set being made within the writer's transaction. */
final class CommitUnit {

  private final Handle handle;
  private final Scope scope;
  private final Instant now;
  private final AssetRows assets;
  private final BlobRows blobs;
  private final ComponentRows components;
  private final RecordRows records;
  private final Tree tree;
  private final NeedRows needs;
  private final List<Asset> written = new ArrayList<>();
  private final List<AssetPath> deleted = new ArrayList<>();
  private final Map<StoredBlob, BlobRows.Row> linked = new HashMap<>();
  private final Map<Long, Set<AssetPath>> references = new LinkedHashMap<>();
  private boolean came;
  private long moreAssets;
  private long moreBytes;

  /**
   * What is being changed.
   *
   * @param content the repository's row
   * @param repository its name
   * @param store where new bytes are
   */
  record Scope(long content, String repository, String store) {

    /** The same with new bytes in another store. */
    Scope in(String other) {
      return new Scope(content, repository, other);
    }
  }

  /**
   * A change set's making.
   *
   * @param uploads the uploads whose bytes may become blobs
   * @param files of blobs that have the same bytes as uploads
   */
  CommitUnit(Handle handle, Scope scope, Instant now, Uploads uploads, SeenFiles files) {
    this(handle, scope, now, uploads, files, now);
  }

  /**
   * The same, by a collection.
   *
   * @param policy from when on assets are not needed that stay by the repository's policy and lose
   *     what needed them
   */
  CommitUnit(
      Handle handle, Scope scope, Instant now, Uploads uploads, SeenFiles files, Instant policy) {
    this.handle = handle;
    this.scope = scope;
    this.now = now;
    this.assets = new AssetRows(handle, scope.content());
    this.blobs = new BlobRows(handle, scope.store(), now, uploads, files);
    this.components = new ComponentRows(handle, scope.content());
    this.records = new RecordRows(handle, scope.content());
    this.tree = new Tree(handle, scope.content());
    this.needs = new NeedRows(handle, scope.content(), now, policy);
  }

  Commit make(ChangeSet changes) throws IOException {
    requireRepository();
    findLinked(changes);
    for (Change change : changes.changes()) {
      make(change);
    }
    settle();
    // Also when it comes to nothing: that this row is the same tells AssetCache that no asset came.
    if (came || moreAssets != 0 || moreBytes != 0) {
      Prepared.execute(
          handle,
          "UPDATE content SET assets = assets + ?, size = size + ? WHERE id = ?",
          moreAssets,
          moreBytes,
          scope.content());
    }
    return new Commit(written, deleted);
  }

  /** The files that nothing needs once this is committed. */
  List<BlobId> surplus() {
    return blobs.surplus();
  }

  /** The damaged files in whose place others are once this is committed. */
  List<BlobId> replaced() {
    return blobs.replaced();
  }

  /** A request may still hold a repository that was removed; its row may even be gone. */
  private void requireRepository() throws IOException {
    boolean there =
        Prepared.first(
                handle,
                "SELECT 1 FROM content WHERE id = ? AND repository IS NOT NULL",
                row -> row.getInt(1),
                scope.content())
            .isPresent();
    if (!there) {
      throw new IOException("repository '" + scope.repository() + "' was removed");
    }
  }

  /** An earlier step may delete the last asset that has what a later one links. */
  private void findLinked(ChangeSet changes) {
    for (Change change : changes.changes()) {
      if (change instanceof Change.Link link && !linked.containsKey(link.content())) {
        blobs
            .held(link.content(), scope.content())
            .ifPresent(row -> linked.put(link.content(), row));
      }
    }
  }

  /**
   * Makes bytes of this store an asset, whichever repository has them.
   *
   * @throws MissingBlobException if they are not there any more
   */
  Commit borrow(StoredBlob blob, AssetWrite as) throws IOException {
    linked.put(
        blob, blobs.anybodys(blob).orElseThrow(() -> new MissingBlobException(blob.sha256())));
    return make(ChangeSet.empty().link(as, blob));
  }

  private BlobRows.Row linked(StoredBlob blob) throws MissingBlobException {
    BlobRows.Row row = linked.get(blob);
    if (row != null) {
      return row;
    }
    return blobs
        .held(blob, scope.content())
        .orElseThrow(() -> new MissingBlobException(blob.sha256()));
  }

  private void make(Change change) throws IOException {
    if (change instanceof Change.Put put) {
      set(put.asset(), blobs.take(put.content()));
    } else if (change instanceof Change.Link link) {
      BlobRows.Row blob = linked(link.content());
      blobs.retain(blob.id());
      set(link.asset(), blob);
    } else if (change instanceof Change.Delete delete) {
      delete(delete.path(), delete.precondition());
    } else if (change instanceof Change.DeleteUnneeded delete) {
      Optional<Long> id = assets.id(delete.path());
      if (id.isPresent() && !needs.needed(id.get())) {
        delete(delete.path(), Precondition.NONE);
      }
    } else if (change instanceof Change.PutRecord put) {
      records.put(put, put.owner().flatMap(assets::id));
    } else if (change instanceof Change.DeleteRecord delete) {
      if (delete.unlessBelow().isEmpty() || !assets.anyBelow(delete.unlessBelow().get())) {
        records.delete(delete.kind(), delete.key());
      }
    }
  }

  private void set(AssetWrite asset, BlobRows.Row blob) throws IOException {
    long component = components.retain(asset.component());
    // Most are new: to insert it says so, and is then done.
    OptionalLong made =
        asset.precondition().holds(Optional.empty())
            ? assets.insert(asset, blob.id(), component, now)
            : OptionalLong.empty();
    Optional<Rows.AssetRow> current =
        made.isPresent() ? Optional.empty() : require(asset.path(), asset.precondition());
    long id;
    if (current.isEmpty()) {
      id = made.orElseThrow();
      needs.inserted(id, asset);
      tree.add(asset.path(), id);
      came = true;
      moreAssets++;
    } else {
      Rows.AssetRow before = current.get();
      id = before.id();
      assets.update(id, asset, blob.id(), component, now);
      blobs.release(before.blob());
      components.release(before.component());
      needs.updated(id, asset);
      moreBytes -= before.asset().blob().size();
    }
    moreBytes += blob.blob().size();
    references.put(id, asset.references());
    written.add(
        new Asset(
            asset.path(),
            blob.blob(),
            asset.contentType(),
            asset.attributes(),
            asset.component(),
            current.map(before -> before.asset().created()).orElse(now),
            now));
  }

  private void delete(AssetPath path, Precondition precondition) throws IOException {
    Optional<Rows.AssetRow> current = require(path, precondition);
    if (current.isEmpty()) {
      return;
    }
    Rows.AssetRow row = current.get();
    needs.deleting(row.id(), path);
    assets.delete(row.id());
    tree.remove(path);
    blobs.release(row.blob());
    components.release(row.component());
    references.remove(row.id());
    moreAssets--;
    moreBytes -= row.asset().blob().size();
    deleted.add(path);
  }

  private Optional<Rows.AssetRow> require(AssetPath path, Precondition precondition)
      throws IOException {
    Optional<Rows.AssetRow> current = assets.find(path);
    if (!precondition.holds(current.map(Rows.AssetRow::asset))) {
      throw new PreconditionFailedException(path, precondition);
    }
    return current;
  }

  /** Ties what was to be tied once all steps are done, and finds all that is missing. */
  private void settle() throws IOException {
    Set<AssetPath> missing = new TreeSet<>((a, b) -> a.value().compareTo(b.value()));
    references.forEach(
        (source, targets) -> {
          for (AssetPath target : targets) {
            assets
                .id(target)
                .ifPresentOrElse(id -> needs.refer(source, id), () -> missing.add(target));
          }
        });
    missing.addAll(records.settle(assets));
    if (!missing.isEmpty()) {
      throw new MissingReferenceException(missing);
    }
    needs.settle();
  }
}
