package io.entrepot.engine.content;

import io.entrepot.spi.blob.ByteRange;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.StoredBlob;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.List;

/** The content of all repositories. */
public interface Contents {

  /**
   * The content of one repository, which may be empty.
   *
   * @param blobStore the name of the store into which its uploads go
   */
  ContentStore of(String repository, String blobStore);

  /**
   * Makes bytes that another repository has an asset of this one: without copying them, if they are
   * in its blob store.
   *
   * @param blobStore the name of the store into which its uploads go
   * @throws io.entrepot.spi.content.MissingBlobException if they are not there any more
   */
  void bring(String repository, String blobStore, StoredBlob blob, AssetWrite as)
      throws IOException;

  /**
   * Opens some bytes; the channel ends behind the range.
   *
   * @throws IOException if they are not there, cannot be read, or are known not to be what was
   *     stored
   */
  ReadableByteChannel open(StoredBlob blob, ByteRange range) throws IOException;

  /** The assets of a component, in the order of their paths; none if there is no such component. */
  List<Asset> assets(String repository, Component component) throws IOException;

  /** Whether its bytes are known not to be what was stored: reading it fails. */
  boolean damaged(StoredBlob blob);

  /**
   * All bytes of a small blob, found to have its SHA-256.
   *
   * @throws IOException if they are not there, cannot be read, or are not what was stored
   */
  ByteBuffer read(StoredBlob blob) throws IOException;

  /**
   * How much a repository holds.
   *
   * @param assets how many
   * @param size their bytes
   */
  record Totals(long assets, long size) {}

  /** How much a repository holds: kept counters, nothing is counted. */
  Totals totals(String repository) throws IOException;

  /** Forgets all that a repository holds. */
  void drop(String repository) throws IOException;
}
