package io.entrepot.engine.blob;

import io.entrepot.spi.blob.BlobId;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.blob.Staged;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An upload as all who have it open share it. Whoever changes it first owns it; a change by another
 * one is refused, unless that one came later and saw it as it is now: then it takes over, and the
 * one before is out. So bytes of two clients never mix, and a client whose first connection hangs
 * can go on with a second one.
 */
final class UploadSession {

  private static final Logger LOG = LoggerFactory.getLogger(UploadSession.class);

  final String id;
  final String label;
  private final FileLayout layout;
  private final Disk disk;
  private final Checksums checksums;
  private final Room room;
  private final Claim claim;
  private final WriteBack writeBack;
  private FileChannel channel;
  // There as long as there is no file.
  private Optional<SmallUpload> small = Optional.empty();
  private long size;
  private Object owner;
  private boolean noted;
  private String ended = "";

  /** A new one, whose file is still to be made. */
  UploadSession(String id, String label, Checksums checksums, FileLayout layout, Room room) {
    this(id, label, checksums, layout, room, 0, false);
  }

  /** One whose file and note are there. */
  UploadSession(
      String id, String label, Checksums checksums, FileLayout layout, Room room, long size) {
    this(id, label, checksums, layout, room, size, true);
  }

  private UploadSession(
      String id,
      String label,
      Checksums checksums,
      FileLayout layout,
      Room room,
      long size,
      boolean noted) {
    this.id = id;
    this.label = label;
    this.checksums = checksums;
    this.layout = layout;
    this.disk = layout.disk();
    this.room = room;
    this.claim = new Claim(room);
    this.writeBack = layout.writeBack(id);
    this.size = size;
    this.noted = noted;
  }

  synchronized long size() {
    return size;
  }

  synchronized boolean ended() {
    return !ended.isEmpty();
  }

  /**
   * Makes somebody the owner.
   *
   * @param seen the size that one knows
   * @param before whether that one was the owner before
   */
  synchronized void claim(Object who, long seen, boolean before) throws IOException {
    if (!ended.isEmpty()) {
      throw new IOException("upload " + id + " " + ended);
    }
    if (owner == who) {
      return;
    }
    if (before) {
      throw new IOException("upload " + id + " was taken over by another request");
    }
    if (seen != size) {
      throw new IOException(
          "upload " + id + " was " + seen + " bytes long and is now " + size + ": it is in use");
    }
    owner = who;
  }

  /**
   * Begins a new one, if there is room for what was announced. There is a file once there is more
   * than a little of it, it is let go of, or memory is short.
   */
  synchronized void create(long announced) throws IOException {
    claim.expect(announced);
    small = layout.small().begin(announced);
    if (small.isEmpty()) {
      try {
        channel = disk.create(layout.upload(id));
      } catch (IOException e) {
        claim.end();
        ended = "never began";
        throw room.explain(e);
      }
    }
  }

  /** Announces what comes next. */
  synchronized void expect(Object who, long bytes) throws IOException {
    mine(who);
    claim.expect(small.isPresent() ? size + bytes : bytes);
  }

  synchronized void write(Object who, ByteBuffer bytes) throws IOException {
    mine(who);
    if (small.isPresent() && small.get().fits(bytes.remaining())) {
      claim.require(size + bytes.remaining());
      checksums.update(bytes);
      small.get().add(bytes);
      size = small.get().size();
      return;
    }
    channel();
    claim.require(bytes.remaining());
    checksums.catchUp(this::channel, size);
    ByteBuffer kept = bytes.duplicate();
    long at = size;
    try {
      while (bytes.hasRemaining()) {
        at += disk.write(channel(), bytes, at);
      }
    } catch (IOException e) {
      bytes.position(kept.position());
      takeBack(e);
      throw room.explain(e);
    }
    claim.written(kept.remaining());
    checksums.update(kept);
    size = at;
    writeBack.grown(channel(), size);
  }

  synchronized Digest digest(Object who, DigestAlgorithm algorithm) throws IOException {
    mine(who);
    return checksums.value(algorithm, this::channel, size);
  }

  /** Copies bytes that were received; not while some are written, but a disk's cache is fast. */
  synchronized int read(long position, ByteBuffer into) throws IOException {
    if (!ended.isEmpty()) {
      throw new IOException("upload " + id + " " + ended);
    }
    if (position >= size || !into.hasRemaining()) {
      return 0;
    }
    int limit = into.limit();
    into.limit((int) Math.min(limit, into.position() + size - position));
    try {
      return small.isPresent() ? small.get().read(position, into) : channel().read(into, position);
    } finally {
      into.limit(limit);
    }
  }

  /**
   * Ends it.
   *
   * @param fresh where a small file may be made durable later; empty if it must be now
   */
  synchronized Staged finish(Object who, Optional<FreshBlobs> fresh) throws IOException {
    mine(who);
    checksums.catchUp(this::channel, size);
    Map<DigestAlgorithm, Digest> digests = checksums.values(this::channel, size);
    BlobId blob = new BlobId(digests.get(DigestAlgorithm.SHA256).hex() + "." + id);
    try {
      if (small.isPresent()) {
        ByteBuffer bytes = small.get().bytes();
        if (fresh.isEmpty() || !fresh.get().write(layout, blob, bytes)) {
          layout.place(bytes, blob);
        }
      } else {
        writeBack.await();
        disk.sync(channel(), layout.upload(id));
        release();
        layout.place(id, blob);
      }
    } catch (IOException e) {
      // What a failed fsync did not write is lost, also for a second fsync that succeeds.
      throw room.explain(failed(e));
    }
    ended = "is finished";
    claim.end();
    forgetSmall();
    forgetNote();
    return new Staged(blob, size, digests);
  }

  synchronized void cancel() throws IOException {
    if (ended.isEmpty()) {
      end("was cancelled");
    }
  }

  /**
   * Lets somebody go; the session is noted, so that it can be resumed also after a restart. One
   * that cannot be noted ends: nobody could go on with it.
   */
  synchronized void leave(Object who) throws IOException {
    boolean noting = ended.isEmpty() && !noted;
    try {
      if (noting) {
        makeFile();
      }
      if (owner == who) {
        owner = null;
      }
      if (owner == null) {
        release();
        claim.rest();
      }
      if (noting) {
        layout.writeNote(id, label, checksums.wanted());
        noted = true;
      }
    } catch (IOException e) {
      if (noting) {
        end("could not be noted");
      }
      throw room.explain(e);
    }
  }

  /** Is remembered no longer; whoever resumes it makes another one of its file and note. */
  synchronized void forget() throws IOException {
    claim.end();
    forgetSmall();
    release();
  }

  /** Closes the file; it is opened again when it is needed. */
  synchronized void release() throws IOException {
    if (channel != null) {
      writeBack.settle();
      channel.close();
      channel = null;
    }
  }

  private void mine(Object who) throws IOException {
    if (!ended.isEmpty()) {
      throw new IOException("upload " + id + " " + ended);
    }
    if (owner != who) {
      throw new IOException("upload " + id + " was taken over by another request");
    }
  }

  /** Makes the file if there is none, with what came so far. */
  private void makeFile() throws IOException {
    if (small.isEmpty()) {
      return;
    }
    Path file = layout.upload(id);
    ByteBuffer bytes = small.get().bytes();
    try {
      channel = disk.create(file);
      while (bytes.hasRemaining()) {
        disk.write(channel, bytes, bytes.position());
      }
    } catch (IOException e) {
      release();
      disk.delete(file);
      throw room.explain(e);
    }
    claim.written(bytes.limit());
    forgetSmall();
  }

  private void forgetSmall() {
    if (small.isPresent()) {
      small = Optional.empty();
      layout.small().end();
    }
  }

  private FileChannel channel() throws IOException {
    makeFile();
    // An interrupt closes a channel for everybody.
    if (channel == null || !channel.isOpen()) {
      channel = disk.reopen(layout.upload(id));
    }
    return channel;
  }

  /** Takes back a write that broke off midway. */
  private void takeBack(IOException cause) {
    boolean interrupted = Thread.interrupted();
    try {
      disk.truncate(channel(), size);
    } catch (IOException e) {
      cause.addSuppressed(e);
      ended = "broke off: " + cause.getMessage();
      claim.end();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void forgetNote() {
    if (noted) {
      try {
        disk.delete(layout.note(id));
      } catch (IOException e) {
        LOG.warn("The note of the finished upload {} stays until it is purged", id, e);
      }
    }
  }

  private IOException failed(IOException cause) {
    try {
      end("could not be made durable");
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    return cause;
  }

  private void end(String how) throws IOException {
    ended = how;
    claim.end();
    forgetSmall();
    try {
      release();
    } catch (IOException e) {
      LOG.debug("The file of upload {} was not closed properly; it goes anyway", id, e);
    }
    disk.delete(layout.upload(id));
    disk.delete(layout.note(id));
  }
}
