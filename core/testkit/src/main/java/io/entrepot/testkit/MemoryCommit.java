package io.entrepot.testkit;

import io.entrepot.spi.blob.Staged;
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
import io.entrepot.testkit.MemoryState.OwnedRecord;
import io.entrepot.testkit.MemoryState.RecordKey;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plays a change set on a copy of the state: what fails midway leaves no trace. */
final class MemoryCommit {

  private final MemoryState before;
  private final MemoryBlobStore blobs;
  private final Instant now;
  private final Map<AssetPath, Asset> assets;
  private final Map<AssetPath, AssetWrite> writes;
  private final Map<RecordKey, OwnedRecord> rows;
  private final Map<AssetPath, Set<AssetPath>> references = new HashMap<>();
  private final List<Asset> written = new ArrayList<>();
  private final List<AssetPath> deleted = new ArrayList<>();

  MemoryCommit(MemoryState before, MemoryBlobStore blobs, Instant now) {
    this.before = before;
    this.blobs = blobs;
    this.now = now;
    this.assets = new HashMap<>(before.assets());
    this.writes = new HashMap<>(before.writes());
    this.rows = new HashMap<>(before.rows());
  }

  Commit apply(ChangeSet changes) throws IOException {
    for (Change change : changes.changes()) {
      if (change instanceof Change.Put put) {
        set(put.asset(), stored(put.content()));
      } else if (change instanceof Change.Link link) {
        requireHeld(link.content());
        set(link.asset(), link.content());
      } else if (change instanceof Change.Delete delete) {
        delete(delete);
      } else if (change instanceof Change.DeleteUnneeded delete) {
        deleteUnneeded(delete.path());
      } else if (change instanceof Change.PutRecord put) {
        putRecord(put);
      } else if (change instanceof Change.DeleteRecord delete) {
        deleteRecord(delete);
      }
    }
    Set<AssetPath> missing =
        Stream.concat(
                references.values().stream().flatMap(Set::stream),
                rows.values().stream().flatMap(row -> row.owner().stream()))
            .filter(path -> !assets.containsKey(path))
            .collect(Collectors.toSet());
    if (!missing.isEmpty()) {
      throw new MissingReferenceException(missing);
    }
    return new Commit(written, deleted);
  }

  MemoryState after() {
    return new MemoryState(assets, writes, rows);
  }

  private StoredBlob stored(Staged staged) throws MissingBlobException {
    if (!blobs.holds(staged.id())) {
      throw new MissingBlobException(staged.sha256());
    }
    return new StoredBlob("default", staged.id(), staged.size(), staged.digests());
  }

  private void requireHeld(StoredBlob blob) throws MissingBlobException {
    boolean held =
        before.blob(blob::equals).isPresent()
            || assets.values().stream().anyMatch(asset -> asset.blob().equals(blob));
    if (!held) {
      throw new MissingBlobException(blob.sha256());
    }
  }

  private void set(AssetWrite write, StoredBlob blob) throws IOException {
    Optional<Asset> current = Optional.ofNullable(assets.get(write.path()));
    require(write.path(), write.precondition());
    references.put(write.path(), write.references());
    Asset asset =
        new Asset(
            write.path(),
            blob,
            write.contentType(),
            write.attributes(),
            write.component(),
            current.map(Asset::created).orElse(now),
            now);
    assets.put(write.path(), asset);
    writes.put(write.path(), write);
    written.add(asset);
  }

  private void delete(Change.Delete delete) throws PreconditionFailedException {
    require(delete.path(), delete.precondition());
    if (assets.remove(delete.path()) != null) {
      deleted.add(delete.path());
      references.remove(delete.path());
      writes.remove(delete.path());
      Optional<AssetPath> gone = Optional.of(delete.path());
      rows.values().removeIf(row -> row.owner().equals(gone));
    }
  }

  private void deleteUnneeded(AssetPath path) throws PreconditionFailedException {
    boolean needed =
        assets.containsKey(path)
            && (writes.get(path).neededBy().stream().anyMatch(assets::containsKey)
                || writes.entrySet().stream()
                    .filter(entry -> !references.containsKey(entry.getKey()))
                    .anyMatch(entry -> entry.getValue().references().contains(path)));
    if (!needed) {
      delete(new Change.Delete(path, Precondition.NONE));
    }
  }

  private void putRecord(Change.PutRecord put) {
    rows.put(new RecordKey(put.kind(), put.key()), new OwnedRecord(put.json(), put.owner()));
  }

  private void deleteRecord(Change.DeleteRecord delete) {
    boolean kept =
        delete
            .unlessBelow()
            .map(folder -> assets.keySet().stream().anyMatch(p -> MemoryState.isBelow(p, folder)))
            .orElse(false);
    if (!kept) {
      rows.remove(new RecordKey(delete.kind(), delete.key()));
    }
  }

  private void require(AssetPath path, Precondition precondition)
      throws PreconditionFailedException {
    if (!precondition.holds(Optional.ofNullable(assets.get(path)))) {
      throw new PreconditionFailedException(path, precondition);
    }
  }
}
