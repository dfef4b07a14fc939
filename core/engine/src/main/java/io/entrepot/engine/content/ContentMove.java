package io.entrepot.engine.content;

import io.entrepot.engine.blob.BlobStores;
import io.entrepot.engine.database.Database;
import io.entrepot.engine.database.DatabaseException;
import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.ByteRange;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.blob.Staged;
import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.content.StoredBlob;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the bytes of a repository into another blob store while it serves: each blob is copied,
 * durably, then its assets get the copy. A reader that had found the old one still reads it; it is
 * for the collector to remove. What is not in the store yet is all there is to know of how far a
 * move is, so one that broke off goes on where it was.
 */
@Component(service = ContentMove.class)
public final class ContentMove {

  private static final Logger LOG = LoggerFactory.getLogger(ContentMove.class);
  private static final int PAGE = 500;
  private static final int BUFFER = 1 << 20;
  private static final int MOST_LEFT = 100;

  /** Told how far it is; ends the move by what it throws. */
  @FunctionalInterface
  public interface Progress {

    /** So many assets, of so many, have been looked at. */
    void at(long done, long total) throws IOException;
  }

  /**
   * What was moved.
   *
   * @param assets that have another blob now
   * @param blobs that were copied
   * @param bytes of those
   * @param left sentences about blobs that could not be moved, at most 100
   */
  public record Moved(long assets, long blobs, long bytes, List<String> left) {}

  private final Database database;
  private final BlobStores stores;
  private final Clock clock;

  /** Moves among the server's stores. */
  @Activate
  public ContentMove(@Reference Database database, @Reference BlobStores stores) {
    this(database, stores, Clock.systemUTC());
  }

  /** The same by another clock. */
  public ContentMove(Database database, BlobStores stores, Clock clock) {
    this.database = database;
    this.stores = stores;
    this.clock = clock;
  }

  /**
   * Looks at all assets of a repository once, and brings into a store what is in another.
   *
   * @throws io.entrepot.spi.blob.StorageFullException if there is no room in the store
   * @throws IOException if a blob could not be copied for another reason than its own; what was
   *     moved stays so
   */
  public Moved into(String store, String repository, Progress progress) throws IOException {
    return new Pass(store, repository, progress).run();
  }

  private final class Pass {
    private final String store;
    private final MovedRows rows;
    private final Progress progress;
    private final List<String> left = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private long assets;
    private long blobs;
    private long bytes;

    Pass(String store, String repository, Progress progress) throws IOException {
      this.store = store;
      this.progress = progress;
      this.rows = new MovedRows(database, clock, store, repository);
    }

    Moved run() throws IOException {
      long done = 0;
      String after = "";
      while (true) {
        progress.at(done, Math.max(done, rows.assets()));
        List<MovedRows.Line> page = rows.page(after, PAGE);
        if (page.isEmpty()) {
          return new Moved(assets, blobs, bytes, List.copyOf(left));
        }
        Map<Long, StoredBlob> elsewhere = new LinkedHashMap<>();
        for (MovedRows.Line line : page) {
          if (!line.blob().store().equals(store)) {
            elsewhere.put(line.row(), line.blob());
          }
        }
        for (Map.Entry<Long, StoredBlob> blob : elsewhere.entrySet()) {
          progress.at(done, Math.max(done, rows.assets()));
          move(blob.getKey(), blob.getValue());
        }
        done += page.size();
        after = page.get(page.size() - 1).path();
      }
    }

    private void move(long row, StoredBlob blob) throws IOException {
      Optional<StoredBlob> same = rows.same(blob);
      boolean sound =
          same.isPresent()
              && !rows.damaged(blob)
              && stores.sound(store, same.get().id(), blob.size());
      if (sound) {
        // Another repository has the same bytes there, unless the collector is faster.
        MovedRows.Swung swung = rows.swing(row, blob);
        assets += swung.assets();
        if (swung.there()) {
          return;
        }
      }
      Optional<Staged> copy = copy(row, blob);
      if (copy.isEmpty()) {
        return;
      }
      boolean taken = false;
      try {
        MovedRows.Swung swung = rows.swing(row, blob, copy.get(), sound ? Optional.empty() : same);
        taken = swung.taken();
        assets += swung.assets();
      } catch (DatabaseException e) {
        taken = !e.certain();
        throw e;
      } finally {
        if (!taken) {
          stores.store(store).delete(copy.get().id());
        }
      }
      if (taken) {
        blobs++;
        bytes += blob.size();
      }
    }

    /** A durable copy; empty if there are no bytes to copy. */
    private Optional<Staged> copy(long row, StoredBlob blob) throws IOException {
      UploadHint hint = UploadHint.none().sized(OptionalLong.of(blob.size()));
      try (Source from = new Source(blob);
          BlobUpload upload = stores.store(store).upload(hint)) {
        boolean whole = false;
        try {
          while (from.read(buffer.clear())) {
            upload.write(buffer.flip());
          }
          from.require(upload.digest(DigestAlgorithm.SHA256));
          whole = true;
        } finally {
          if (!whole) {
            upload.cancel();
          }
        }
        Staged copy = upload.finish();
        return Optional.of(new Staged(copy.id(), copy.size(), blob.digests()));
      } catch (UnreadableException e) {
        if (rows.needs(row)) { // else it was deleted meanwhile, and collected
          LOG.error("A blob is not moved", e);
          if (left.size() < MOST_LEFT) {
            left.add(e.getMessage());
          }
        }
        return Optional.empty();
      }
    }
  }

  /** The bytes to be copied; what is wrong with them is told from what is wrong with the copy. */
  private final class Source implements AutoCloseable {
    private final StoredBlob blob;
    private final ReadableByteChannel channel;

    Source(StoredBlob blob) throws UnreadableException {
      this.blob = blob;
      try {
        channel = stores.store(blob.store()).open(blob.id(), ByteRange.all(blob.size()));
      } catch (IOException e) {
        throw new UnreadableException(blob, e);
      }
    }

    boolean read(ByteBuffer into) throws UnreadableException {
      try {
        return channel.read(into) >= 0;
      } catch (IOException e) {
        throw new UnreadableException(blob, e);
      }
    }

    void require(Digest actual) throws UnreadableException {
      if (!actual.equals(blob.sha256())) {
        throw new UnreadableException(blob, new IOException("it has the digest " + actual));
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private static final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableException(StoredBlob blob, IOException cause) {
      super(
          "blob "
              + blob.id()
              + " of blob store '"
              + blob.store()
              + "' cannot be read: "
              + cause.getMessage(),
          cause);
    }
  }
}
