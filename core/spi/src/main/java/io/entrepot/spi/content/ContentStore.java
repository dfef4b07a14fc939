package io.entrepot.spi.content;

import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.io.IOException;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** All that one repository holds. Safe for use by many threads. */
@ProviderType
public interface ContentStore {

  /** The asset at that path. */
  Optional<Asset> find(AssetPath path) throws IOException;

  /**
   * All assets below a folder, however deep, in the binary order of their paths (UTF-8). An asset
   * at the folder's own path is not among them. A page has a next one exactly if more follows.
   *
   * @param from a cursor made of a path
   * @param limit at most so many, 1 to 10,000
   * @throws IllegalArgumentException for another limit
   */
  Page<Asset> list(AssetPath folder, Cursor from, int limit) throws IOException;

  /**
   * What is directly in a folder, in the order of the names: ASCII letters without regard to case
   * first, then binary (UTF-8). Empty for a folder in which nothing is. Costs the same however much
   * lies below. A page has a next one exactly if more follows.
   *
   * @param from a cursor made of a name
   * @param limit at most so many, 1 to 10,000
   * @throws IllegalArgumentException for another limit
   */
  Page<Node> browse(AssetPath folder, Cursor from, int limit) throws IOException;

  /** Bytes of that digest that some asset of this repository has. */
  Optional<StoredBlob> blob(Digest digest) throws IOException;

  /**
   * Reads small content whole.
   *
   * @param limit the most bytes that are acceptable
   * @throws IOException if it is larger, or cannot be read
   */
  byte[] read(StoredBlob blob, int limit) throws IOException;

  /**
   * Makes changes. They are durable when this returns; otherwise none is made, and the staged
   * content of the change set is removed. Preconditions see what the earlier steps did; references
   * and owners are looked for once all steps are done, so their order does not matter.
   *
   * @throws PreconditionFailedException if a step's precondition is not true
   * @throws MissingReferenceException naming all assets that are referred to, or shall own a
   *     record, and are not there
   * @throws MissingBlobException if bytes to link are not this repository's, or no longer, or an
   *     upload's bytes were removed
   * @throws io.entrepot.spi.blob.StorageFullException if there is no room
   */
  Commit commit(ChangeSet changes) throws IOException;

  /** The format's own rows of one kind: a short word. */
  Records records(String kind);

  /** Begins an upload into this repository's blob store. */
  BlobUpload upload(UploadHint hint) throws IOException;

  /** The unfinished upload of that id; empty if there is none or it is another repository's. */
  Optional<BlobUpload> upload(String id) throws IOException;
}
