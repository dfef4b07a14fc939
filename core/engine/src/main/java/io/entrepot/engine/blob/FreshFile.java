package io.entrepot.engine.blob;

import io.entrepot.spi.blob.BlobId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A blob's file that is written, and that the disk may not have yet. */
final class FreshFile {

  private static final Logger LOG = LoggerFactory.getLogger(FreshFile.class);

  private final FileLayout layout;
  private final BlobId id;
  private final byte[] bytes;
  private final Path file;
  private final Optional<FileSystemSync> answering;
  private final FileChannel channel;
  private volatile boolean forgotten;
  // What a failed fsync did not write is lost, also for a second fsync that succeeds.
  private boolean lost;

  /**
   * Writes it.
   *
   * @param syncs asked before that
   */
  FreshFile(FileLayout layout, BlobId id, byte[] bytes, FileSystemSyncs syncs) throws IOException {
    this.layout = layout;
    this.id = id;
    this.bytes = bytes;
    this.file = layout.blob(id);
    this.answering = syncs.of(layout);
    this.channel = layout.write(ByteBuffer.wrap(bytes), id);
  }

  BlobId id() {
    return id;
  }

  byte[] bytes() {
    return bytes;
  }

  FileLayout layout() {
    return layout;
  }

  /**
   * What makes it durable together with all others of its file system, and tells if it does not;
   * empty if it has to be made so by itself.
   */
  Optional<FileSystemSync> answering() {
    return lost ? Optional.empty() : answering;
  }

  Path folder() {
    return file.getParent();
  }

  /** Makes its bytes durable, but not its name; writes it again if that fails. */
  void sync() throws IOException {
    if (!lost) {
      try {
        layout.disk().sync(channel, file);
        return;
      } catch (IOException e) {
        if (forgotten) {
          return; // that closed it
        }
        LOG.warn("Blob {} did not get to the disk, and is written again", id, e);
        lost = true;
      }
    }
    if (!forgotten) {
      layout.replace(ByteBuffer.wrap(bytes), id);
      lost = false;
    }
  }

  /** Its bytes or its name may not have become durable: it is to be written again. */
  void lose() {
    lost = true;
  }

  /** It is durable, or need not be. */
  void forget() {
    forgotten = true;
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("The file of blob {} was not closed properly", id, e);
    }
  }
}
