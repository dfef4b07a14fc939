package io.entrepot.testkit;

import io.entrepot.spi.blob.BlobId;
import io.entrepot.spi.blob.BlobInfo;
import io.entrepot.spi.blob.BlobStore;
import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.ByteRange;
import io.entrepot.spi.blob.Staged;
import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.blob.Usage;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** A blob store on the heap, for tests. Its pages hold 100 blobs. */
public final class MemoryBlobStore implements BlobStore {

  private static final int PAGE = 100;

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Kept(byte[] bytes, Instant created) {}

  private final Clock clock;
  private final Map<String, MemorySession> sessions = new ConcurrentHashMap<>();
  private final NavigableMap<String, Kept> blobs = new ConcurrentSkipListMap<>();

  /** An empty store. */
  public MemoryBlobStore(Clock clock) {
    this.clock = clock;
  }

  @Override
  public BlobUpload upload(UploadHint hint) {
    MemorySession session = new MemorySession(this, UUID.randomUUID().toString(), hint);
    sessions.put(session.id(), session);
    return session.open();
  }

  @Override
  public Optional<BlobUpload> resume(String id) {
    return Optional.ofNullable(sessions.get(id)).map(MemorySession::open);
  }

  @Override
  public ReadableByteChannel open(BlobId id, ByteRange range) throws IOException {
    byte[] bytes = bytes(id);
    if (range.end() > bytes.length) {
      throw new EOFException("blob " + id + " ends at " + bytes.length + ", before " + range);
    }
    int offset = (int) range.offset();
    return Channels.newChannel(new ByteArrayInputStream(bytes, offset, (int) range.length()));
  }

  @Override
  public Optional<BlobInfo> find(BlobId id) {
    return Optional.ofNullable(blobs.get(id.value())).map(kept -> info(id, kept));
  }

  @Override
  public boolean delete(BlobId id) {
    return blobs.remove(id.value()) != null;
  }

  @Override
  public Page<BlobInfo> list(Cursor from) {
    List<BlobInfo> items = new ArrayList<>();
    for (Map.Entry<String, Kept> entry : blobs.tailMap(from.after(), false).entrySet()) {
      if (items.size() == PAGE) {
        return new Page<>(items, Optional.of(Cursor.after(items.get(PAGE - 1).id().value())));
      }
      items.add(info(new BlobId(entry.getKey()), entry.getValue()));
    }
    return Page.last(items);
  }

  @Override
  public Usage usage() {
    return new Usage(Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /** The ids of the sessions that were neither finished nor cancelled. */
  public List<String> unfinished() {
    return sessions.keySet().stream().sorted().toList();
  }

  @Override
  public void close() {
    sessions.clear();
    blobs.clear();
  }

  private static BlobInfo info(BlobId id, Kept kept) {
    return new BlobInfo(id, kept.bytes().length, kept.created());
  }

  boolean holds(BlobId id) {
    return blobs.containsKey(id.value());
  }

  byte[] bytes(BlobId id) throws NoSuchFileException {
    Kept kept = blobs.get(id.value());
    if (kept == null) {
      throw new NoSuchFileException(id.value());
    }
    return kept.bytes();
  }

  void keep(Staged staged, byte[] bytes, String session) {
    blobs.put(staged.id().value(), new Kept(bytes, clock.instant()));
    sessions.remove(session);
  }

  void forget(String session) {
    sessions.remove(session);
  }
}
