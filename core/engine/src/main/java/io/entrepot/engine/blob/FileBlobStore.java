package io.entrepot.engine.blob;

import io.entrepot.spi.blob.BlobId;
import io.entrepot.spi.blob.BlobInfo;
import io.entrepot.spi.blob.BlobStore;
import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.ByteRange;
import io.entrepot.spi.blob.StorageFullException;
import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.blob.Usage;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/**
 * A blob store of files in a folder; see {@link FileLayout} for what lies where. An upload is
 * finished by fsync of its file, rename, fsync of the folder it is now in: then nothing can take it
 * away again.
 */
public final class FileBlobStore implements BlobStore {

  private static final int PAGE = 1_000;
  private static final int MOST = 10_000;
  private static final int PROBE = 4_096;

  private final FileLayout layout;
  private final FileUploads uploads;
  private final Room room;
  private final Optional<FreshBlobs> fresh;

  /** A store in that folder, made if it is not there, that may be filled up to the last byte. */
  public FileBlobStore(Path folder) throws IOException {
    this(folder, new Disk());
  }

  FileBlobStore(Path folder, Disk disk) throws IOException {
    this(folder, disk, Space.unreserved(disk), Room.Limit.NONE, Optional.empty());
  }

  /**
   * A store that leaves room for others.
   *
   * @param fresh told of files that go
   */
  FileBlobStore(Path folder, Disk disk, Space space, Room.Limit limit, Optional<FreshBlobs> fresh)
      throws IOException {
    this.fresh = fresh;
    this.layout = new FileLayout(folder, disk);
    this.room = new Room(folder, space, limit);
    this.uploads = new FileUploads(layout, room);
  }

  @Override
  public BlobUpload upload(UploadHint hint) throws IOException {
    return uploads.begin(hint);
  }

  @Override
  public Optional<BlobUpload> resume(String id) throws IOException {
    return uploads.resume(id);
  }

  @Override
  public ReadableByteChannel open(BlobId id, ByteRange range) throws IOException {
    FileChannel file = FileChannel.open(layout.blob(id), StandardOpenOption.READ);
    try {
      long size = file.size();
      if (range.end() > size) {
        throw new EOFException(
            "blob " + id + " has " + size + " bytes, not " + range.end() + ": it is damaged");
      }
      return new RangeChannel(file, range);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public Optional<BlobInfo> find(BlobId id) throws IOException {
    try {
      return BlobListing.info(layout.blob(id));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean delete(BlobId id) throws IOException {
    fresh.ifPresent(files -> files.forget(id));
    try {
      return layout.disk().delete(layout.blob(id));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** All blobs, in the order of their names, which is that of their checksums. */
  @Override
  public Page<BlobInfo> list(Cursor from) throws IOException {
    return new BlobListing(layout.blobs(), PAGE, MOST).page(from);
  }

  @Override
  public Usage usage() throws IOException {
    FileStore store = Files.getFileStore(layout.root());
    return new Usage(room.available(), store.getTotalSpace());
  }

  /**
   * Removes uploads that nobody has open and nobody wrote to since then.
   *
   * @return how many files that were
   */
  public int purgeUploads(Instant since) throws IOException {
    return uploads.purge(since);
  }

  /** What lies where. */
  FileLayout layout() {
    return layout;
  }

  /** Moves a blob's file out of the way, so that nothing is lost; false if it is not there. */
  boolean setAside(BlobId id) throws IOException {
    fresh.ifPresent(files -> files.forget(id));
    return FileLayout.setAside(layout.root(), id, layout.disk());
  }

  /**
   * Checks that uploads are taken here: that there is room, and that bytes can be written, which it
   * tries.
   */
  void probe() throws IOException {
    Optional<String> full = room.problem();
    if (full.isPresent()) {
      throw new StorageFullException(full.get(), null);
    }
    Path file = Files.createTempFile(layout.uploads(), "probe", "");
    try (FileChannel channel = layout.disk().reopen(file)) {
      layout.disk().write(channel, ByteBuffer.allocate(PROBE), 0);
    } finally {
      Files.delete(file);
    }
  }

  @Override
  public void close() throws IOException {
    uploads.close();
  }
}
