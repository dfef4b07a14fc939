package io.entrepot.engine.verify;

import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Reads files and computes their checksums, no faster than it may. */
final class ByteReader {

  private static final int CHUNK = 1 << 18;

  /** Called after each piece of a file; may end the reading. */
  @FunctionalInterface
  interface Pause {
    void take() throws IOException;
  }

  /** The disk does not give the bytes. */
  static final class UnreadableException extends IOException {

    private static final long serialVersionUID = 1L;

    private UnreadableException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
  private final long bytesPerSecond;
  private final long begun = System.nanoTime();
  private long bytes;

  /**
   * A reader.
   *
   * @param bytesPerSecond 0 for as fast as they come
   */
  ByteReader(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /** All that were read so far. */
  long bytes() {
    return bytes;
  }

  /**
   * The checksums of a file.
   *
   * @throws UnreadableException if it cannot be read
   */
  Map<DigestAlgorithm, Digest> digests(
      FileChannel file, Set<DigestAlgorithm> algorithms, Pause pause) throws IOException {
    Map<DigestAlgorithm, MessageDigest> running = new EnumMap<>(DigestAlgorithm.class);
    for (DigestAlgorithm algorithm : algorithms) {
      running.put(algorithm, start(algorithm));
    }
    long at = 0;
    while (fill(file, at)) {
      chunk.flip();
      running.values().forEach(digest -> digest.update(chunk.duplicate()));
      at += chunk.limit();
      bytes += chunk.limit();
      slowDown();
      pause.take();
    }
    Map<DigestAlgorithm, Digest> digests = new EnumMap<>(DigestAlgorithm.class);
    running.forEach(
        (algorithm, digest) -> digests.put(algorithm, Digest.of(algorithm, digest.digest())));
    return digests;
  }

  private boolean fill(FileChannel file, long at) throws UnreadableException {
    try {
      return file.read(chunk.clear(), at) > 0;
    } catch (IOException e) {
      throw new UnreadableException(e);
    }
  }

  private void slowDown() throws IOException {
    if (bytesPerSecond == 0) {
      return;
    }
    long due = (long) (bytes * (double) TimeUnit.SECONDS.toNanos(1) / bytesPerSecond);
    try {
      TimeUnit.NANOSECONDS.sleep(due - (System.nanoTime() - begun));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted =
          new InterruptedIOException("the reading was interrupted");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  private static MessageDigest start(DigestAlgorithm algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.javaName());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm.javaName(), e);
    }
  }
}
