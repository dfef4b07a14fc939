package io.entrepot.engine.blob;

import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.blob.UploadHint;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The uploads of a file store. Those that were let go of lately are remembered with the state of
 * their checksums, so that an upload in many requests is not read again for each.
 */
final class FileUploads {

  private static final int REMEMBERED = 1_000;

  private static final class Entry {
    final UploadSession session;
    int open = 1;

    Entry(UploadSession session) {
      this.session = session;
    }
  }

  private final FileLayout layout;
  private final Room room;
  private final SecureRandom random = new SecureRandom();
  // In the order of use.
  private final Map<String, Entry> known = new LinkedHashMap<>(64, 0.75f, true);

  FileUploads(FileLayout layout, Room room) {
    this.layout = layout;
    this.room = room;
  }

  BlobUpload begin(UploadHint hint) throws IOException {
    byte[] name = new byte[16];
    random.nextBytes(name);
    String id = HexFormat.of().formatHex(name);
    Set<DigestAlgorithm> checksums = EnumSet.of(DigestAlgorithm.SHA256);
    checksums.addAll(hint.digests());
    UploadSession session =
        new UploadSession(id, hint.label(), Checksums.fresh(checksums), layout, room);
    session.create(hint.size().orElse(0));
    synchronized (this) {
      known.put(id, new Entry(session));
    }
    return new FileUpload(this, session);
  }

  synchronized Optional<BlobUpload> resume(String id) throws IOException {
    if (!FileLayout.isUpload(id)) {
      return Optional.empty();
    }
    Entry entry = known.get(id);
    if (entry != null && !entry.session.ended()) {
      entry.open++;
      return Optional.of(new FileUpload(this, entry.session));
    }
    Optional<UploadSession> session = layout.read(id, room);
    session.ifPresent(found -> known.put(id, new Entry(found)));
    return session.map(found -> new FileUpload(this, found));
  }

  /** Somebody let go of a session. */
  synchronized void closed(UploadSession session) throws IOException {
    Entry entry = known.get(session.id);
    if (entry == null || entry.session != session) {
      return;
    }
    entry.open--;
    Iterator<Entry> oldest = known.values().iterator();
    while (known.size() > REMEMBERED && oldest.hasNext()) {
      Entry next = oldest.next();
      if (next.open == 0) {
        oldest.remove();
        next.session.forget();
      }
    }
  }

  /** Forgets a session if it has ended. */
  synchronized void settle(UploadSession session) {
    Entry entry = known.get(session.id);
    if (entry != null && entry.session == session && session.ended()) {
      known.remove(session.id);
    }
  }

  /**
   * Removes what nobody has open and nobody wrote to since then; gives how many files that were.
   */
  int purge(Instant since) throws IOException {
    int removed = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(layout.uploads())) {
      for (Path file : files) {
        removed += purge(file, since);
      }
    }
    return removed;
  }

  private synchronized int purge(Path file, Instant since) throws IOException {
    String id = file.getFileName().toString().replaceFirst("\\..*", "");
    Entry entry = known.get(id);
    if (entry != null && entry.open > 0) {
      return 0;
    }
    Instant last = lastWrite(file);
    if (FileLayout.isUpload(id)) {
      last = latest(last, latest(lastWrite(layout.upload(id)), lastWrite(layout.note(id))));
    }
    if (!last.isBefore(since)) {
      return 0;
    }
    if (entry != null) {
      known.remove(id);
      entry.session.forget();
    }
    return layout.disk().delete(file) ? 1 : 0;
  }

  /** Closes all files; what can be resumed stays. */
  synchronized void close() throws IOException {
    for (Entry entry : known.values()) {
      entry.session.forget();
    }
    known.clear();
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Instant lastWrite(Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (NoSuchFileException e) {
      return Instant.EPOCH;
    }
  }
}
