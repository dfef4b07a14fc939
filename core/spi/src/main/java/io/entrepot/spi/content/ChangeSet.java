package io.entrepot.spi.content;

import io.entrepot.spi.blob.Staged;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes that happen together, in order, or not at all. Built step by step, then committed. */
public final class ChangeSet {

  private final List<Change> changes;

  private ChangeSet(List<Change> changes) {
    this.changes = List.copyOf(changes);
  }

  /** Nothing yet. */
  public static ChangeSet empty() {
    return new ChangeSet(List.of());
  }

  /** The same, then setting an asset to an upload's bytes. */
  public ChangeSet put(AssetWrite asset, Staged content) {
    return and(new Change.Put(asset, content));
  }

  /** The same, then setting an asset to bytes the repository has. */
  public ChangeSet link(AssetWrite asset, StoredBlob content) {
    return and(new Change.Link(asset, content));
  }

  /** The same, then removing an asset. */
  public ChangeSet delete(AssetPath path) {
    return delete(path, Precondition.NONE);
  }

  /** The same, then removing an asset if that is true of it. */
  public ChangeSet delete(AssetPath path, Precondition precondition) {
    return and(new Change.Delete(path, precondition));
  }

  /** The same, then removing an asset unless something needs it. */
  public ChangeSet deleteUnneeded(AssetPath path) {
    return and(new Change.DeleteUnneeded(path));
  }

  /** The same, then setting a record that stands on its own. */
  public ChangeSet record(String kind, String key, String json) {
    return and(new Change.PutRecord(kind, key, json, Optional.empty()));
  }

  /** The same, then setting a record that goes away with an asset. */
  public ChangeSet record(String kind, String key, String json, AssetPath owner) {
    return and(new Change.PutRecord(kind, key, json, Optional.of(owner)));
  }

  /** The same, then removing a record. */
  public ChangeSet deleteRecord(String kind, String key) {
    return and(new Change.DeleteRecord(kind, key, Optional.empty()));
  }

  /** The same, then removing a record if nothing is left below a folder. */
  public ChangeSet deleteRecordUnlessBelow(String kind, String key, AssetPath folder) {
    return and(new Change.DeleteRecord(kind, key, Optional.of(folder)));
  }

  /** The same, then the steps of another. */
  public ChangeSet then(ChangeSet other) {
    List<Change> more = new ArrayList<>(changes);
    more.addAll(other.changes);
    return new ChangeSet(more);
  }

  /** The steps, in order. */
  public List<Change> changes() {
    return changes;
  }

  private ChangeSet and(Change change) {
    List<Change> more = new ArrayList<>(changes);
    more.add(change);
    return new ChangeSet(more);
  }
}
