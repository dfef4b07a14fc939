package io.entrepot.spi.content;

import io.entrepot.spi.blob.Staged;
import java.util.Optional;

/** One step of a change set. */
public sealed interface Change {

  /**
   * Sets an asset to newly uploaded bytes. Attributes, component and references are set anew; the
   * records that it owns stay. Several steps of one set may use the same upload.
   *
   * @param asset how it shall be
   * @param content the finished upload
   */
  record Put(AssetWrite asset, Staged content) implements Change {}

  /**
   * Sets an asset to bytes that some asset of this repository has when the commit begins, or was
   * given by an earlier step.
   *
   * @param asset how it shall be
   * @param content the bytes
   */
  record Link(AssetWrite asset, StoredBlob content) implements Change {}

  /**
   * Removes an asset, the records it owns and its references. Without effect if there is none. That
   * others refer to it does not keep it: the format decides.
   *
   * @param path which
   * @param precondition what must be true of it
   */
  record Delete(AssetPath path, Precondition precondition) implements Change {}

  /**
   * Removes an asset as {@link Delete} does, unless something needs it once the earlier steps are
   * done. What steps of the same set make refer to it counts as a reference to what is not there.
   *
   * @param path which
   */
  record DeleteUnneeded(AssetPath path) implements Change {}

  /**
   * Sets a record: value and owner.
   *
   * @param kind its kind
   * @param key its key within the kind
   * @param json its value
   * @param owner the asset with which it goes away; must be there in the end
   */
  record PutRecord(String kind, String key, String json, Optional<AssetPath> owner)
      implements Change {}

  /**
   * Removes a record, unless an asset is left below a folder once the earlier steps are done.
   * Without effect if there is none.
   *
   * @param kind its kind
   * @param key its key within the kind
   * @param unlessBelow the folder; empty to remove it in any case
   */
  record DeleteRecord(String kind, String key, Optional<AssetPath> unlessBelow) implements Change {}
}
