package io.entrepot.testkit;

import io.entrepot.spi.blob.BlobId;
import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.blob.Staged;
import io.entrepot.spi.blob.UploadHint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** An upload session on the heap; each {@link #open} gives a handle of its own. */
final class MemorySession {

  private final MemoryBlobStore store;
  private final String id;
  private final UploadHint hint;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final Set<DigestAlgorithm> wanted = EnumSet.of(DigestAlgorithm.SHA256);
  private boolean ended;

  MemorySession(MemoryBlobStore store, String id, UploadHint hint) {
    this.store = store;
    this.id = id;
    this.hint = hint;
    wanted.addAll(hint.digests());
  }

  String id() {
    return id;
  }

  synchronized BlobUpload open() {
    return new Handle(received.size());
  }

  private synchronized long append(long expected, ByteBuffer bytes) throws IOException {
    requireOpen();
    if (expected != received.size()) {
      throw new IOException(
          "upload " + id + " was written by another: it has " + received.size() + " bytes");
    }
    byte[] chunk = new byte[bytes.remaining()];
    bytes.get(chunk);
    received.writeBytes(chunk);
    return received.size();
  }

  private synchronized int read(long position, ByteBuffer into) throws IOException {
    requireOpen();
    int there = (int) Math.max(0, received.size() - position);
    int count = Math.min(there, into.remaining());
    if (count > 0) {
      into.put(received.toByteArray(), (int) position, count);
    }
    return count;
  }

  private synchronized Digest digest(DigestAlgorithm algorithm) throws IOException {
    requireOpen();
    wanted.add(algorithm);
    return digest(algorithm, received.toByteArray());
  }

  private synchronized Staged finish(long expected) throws IOException {
    append(expected, ByteBuffer.allocate(0));
    ended = true;
    byte[] bytes = received.toByteArray();
    Map<DigestAlgorithm, Digest> digests = new EnumMap<>(DigestAlgorithm.class);
    for (DigestAlgorithm algorithm : wanted) {
      digests.put(algorithm, digest(algorithm, bytes));
    }
    Staged staged = new Staged(new BlobId(UUID.randomUUID().toString()), bytes.length, digests);
    store.keep(staged, bytes, id);
    return staged;
  }

  private synchronized void cancel() {
    if (!ended) {
      ended = true;
      store.forget(id);
    }
  }

  private void requireOpen() throws IOException {
    if (ended) {
      throw new IOException("upload " + id + " has ended");
    }
  }

  private static Digest digest(DigestAlgorithm algorithm, byte[] bytes) {
    try {
      return Digest.of(algorithm, MessageDigest.getInstance(algorithm.javaName()).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class Handle implements BlobUpload {

    private long size;

    Handle(long size) {
      this.size = size;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public String label() {
      return hint.label();
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      size = append(size, bytes);
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
      return MemorySession.this.read(position, into);
    }

    @Override
    public Digest digest(DigestAlgorithm algorithm) throws IOException {
      return MemorySession.this.digest(algorithm);
    }

    @Override
    public Staged finish() throws IOException {
      return MemorySession.this.finish(size);
    }

    @Override
    public void cancel() {
      MemorySession.this.cancel();
    }

    @Override
    public void close() {}
  }
}
