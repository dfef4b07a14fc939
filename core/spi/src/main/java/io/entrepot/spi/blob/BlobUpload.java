package io.entrepot.spi.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Bytes on their way in. A session: it can be closed and resumed by its id, also after a restart,
 * until it is finished or cancelled. One thread at a time, but for {@link #read}.
 */
@ConsumerType
public interface BlobUpload extends AutoCloseable {

  /** The session's id: unguessable, good for {@link BlobStore#resume} and as a segment of a URL. */
  String id();

  /** What the session was bound to when it began ({@link UploadHint#label()}). */
  String label();

  /** Bytes received so far. */
  long size();

  /**
   * Says that so many bytes are about to be written, before the first of them is: what there is no
   * room for is refused while its bytes are still the client's. Says nothing about what comes after
   * those; a later call counts instead of an earlier one.
   *
   * @param bytes 0 or more
   * @throws StorageFullException if there is no room for them; the session stays as it is
   */
  default void expect(long bytes) throws IOException {}

  /**
   * Appends all remaining bytes of the buffer.
   *
   * @throws IOException if they cannot be kept, if the session has ended, or if another handle of
   *     it has written since this one was opened; the session then ends where it was before
   */
  void write(ByteBuffer bytes) throws IOException;

  /**
   * Copies bytes that were received. Any thread may, while others write, until the upload is
   * finished or cancelled.
   *
   * @param position of the first, from 0
   * @return how many; 0 if there are none at that position yet, or no room in the buffer
   * @throws IOException if they cannot be read, or the session has ended
   */
  int read(long position, ByteBuffer into) throws IOException;

  /** The checksum of what was received so far; one that was not streamed is computed now. */
  Digest digest(DigestAlgorithm algorithm) throws IOException;

  /**
   * Ends the session and keeps its bytes: when this returns, they and their place are durable;
   * those of an upload into a {@linkplain io.entrepot.spi.content.ContentStore content store} are
   * at the latest when the commit that takes them returns. The checksums are those of the hint,
   * SHA-256, and whichever {@link #digest} was asked for.
   *
   * @throws IOException for the reasons of {@link #write}
   */
  Staged finish() throws IOException;

  /** Ends the session and forgets its bytes. Does nothing to one that has ended. */
  void cancel() throws IOException;

  /** Lets go of what is held open; the session itself goes on and can be resumed. */
  @Override
  void close() throws IOException;
}
