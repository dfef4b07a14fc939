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
 * <p>Where there is no room left, uploads throw {@link StorageFullException}.
 *
 * <p>A blob's bytes never change. Nothing here knows digests as keys: which blob answers for which
 * digest is the engine's database's business, so removing one copy can never take another with it.
 */
@ConsumerType
public interface BlobStore extends AutoCloseable {

  /** Begins an upload. */
  BlobUpload upload(UploadHint hint) throws IOException;

  /**
   * The unfinished upload of that id, with all bytes it had received; empty if there is none, or if
   * it was never closed before the server stopped. Resuming one that somebody else has open is no
   * error: whoever changes it first has it, and the other's next change is refused with an {@link
   * IOException}, so that bytes of two clients never mix.
   */
  Optional<BlobUpload> resume(String id) throws IOException;

  /**
   * Opens some bytes of a blob; the channel ends behind the range.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such blob
   * @throws java.io.EOFException if the blob ends before the range does
   */
  ReadableByteChannel open(BlobId id, ByteRange range) throws IOException;

  /** What the listing says of one blob: cheap, without opening it; empty if there is none. */
  Optional<BlobInfo> find(BlobId id) throws IOException;

  /** Removes a blob; false if there was none. */
  boolean delete(BlobId id) throws IOException;

  /** All finished blobs, in the store's own order. */
  Page<BlobInfo> list(Cursor from) throws IOException;

  /** Space left and in all. */
  Usage usage() throws IOException;

  @Override
  void close() throws IOException;
}
