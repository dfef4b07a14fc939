package io.entrepot.engine.blob;

import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Checksums of a growing file, some of them as it grows. */
final class Checksums {

  private static final int CHUNK = 1 << 18;

  /** The file, for what has to be read again. */
  @FunctionalInterface
  interface Source {
    FileChannel channel() throws IOException;
  }

  private final Set<DigestAlgorithm> wanted;
  private final Map<DigestAlgorithm, MessageDigest> running = new EnumMap<>(DigestAlgorithm.class);

  private Checksums(Set<DigestAlgorithm> wanted) {
    this.wanted = wanted;
  }

  /** For a file that is empty so far. */
  static Checksums fresh(Set<DigestAlgorithm> wanted) {
    Checksums checksums = new Checksums(wanted);
    wanted.forEach(algorithm -> checksums.running.put(algorithm, start(algorithm)));
    return checksums;
  }

  /** For a file of which nothing has been computed. */
  static Checksums unread(Set<DigestAlgorithm> wanted) {
    return new Checksums(wanted);
  }

  /** The algorithms that are computed while bytes stream by. */
  Set<DigestAlgorithm> wanted() {
    return wanted;
  }

  /** Reads what is in the file, for each wanted checksum that does not run yet. */
  void catchUp(Source file, long size) throws IOException {
    for (DigestAlgorithm algorithm : wanted) {
      ensure(algorithm, file, size);
    }
  }

  /** Goes on with all of them; the buffer's position stays. */
  void update(ByteBuffer bytes) {
    running.values().forEach(digest -> digest.update(bytes.duplicate()));
  }

  /** The checksum of the file so far; from now on it runs along with the others. */
  Digest value(DigestAlgorithm algorithm, Source file, long size) throws IOException {
    ensure(algorithm, file, size);
    try {
      MessageDigest copy = (MessageDigest) running.get(algorithm).clone();
      return Digest.of(algorithm, copy.digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(algorithm + " of this JDK cannot be continued", e);
    }
  }

  /** All that run. */
  Map<DigestAlgorithm, Digest> values(Source file, long size) throws IOException {
    Map<DigestAlgorithm, Digest> values = new EnumMap<>(DigestAlgorithm.class);
    for (DigestAlgorithm algorithm : running.keySet()) {
      values.put(algorithm, value(algorithm, file, size));
    }
    return values;
  }

  private void ensure(DigestAlgorithm algorithm, Source file, long size) throws IOException {
    if (running.containsKey(algorithm)) {
      return;
    }
    FileChannel channel = file.channel();
    MessageDigest digest = start(algorithm);
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    long at = 0;
    while (at < size) {
      chunk.clear().limit((int) Math.min(CHUNK, size - at));
      int read = channel.read(chunk, at);
      if (read < 0) {
        throw new EOFException("an upload of " + size + " bytes ends after " + at);
      }
      digest.update(chunk.flip());
      at += read;
    }
    running.put(algorithm, digest);
  }

  private static MessageDigest start(DigestAlgorithm algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.javaName());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK lacks " + algorithm.javaName(), e);
    }
  }
}
