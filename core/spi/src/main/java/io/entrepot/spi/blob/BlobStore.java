package io.entrepot.spi.blob;

import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Keeps bytes. Safe for use by many threads; each upload by one at a time.
 *
 * <p>A blob's bytes never change. Nothing here knows digests as keys: which blob answers for which
 * digest is the engine's database's business, so removing one copy can never take another with it.
 */
@ConsumerType
public interface BlobStore extends AutoCloseable {

  /** Begins an upload. */
  BlobUpload upload(UploadHint hint) throws IOException;

  /** The unfinished upload of that id, with all bytes it had received; empty if there is none. */
  Optional<BlobUpload> resume(String id) throws IOException;

  /**
   * Opens some bytes of a blob; the channel ends behind the range.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such blob
   */
  ReadableByteChannel open(BlobId id, ByteRange range) throws IOException;

  /** Removes a blob; false if there was none. */
  boolean delete(BlobId id) throws IOException;

  /** All finished blobs, in the store's own order. */
  Page<BlobInfo> list(Cursor from) throws IOException;

  /** Space left and in all. */
  Usage usage() throws IOException;

  @Override
  void close() throws IOException;
}
