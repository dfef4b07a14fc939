package io.entrepot.engine.backup;

import io.entrepot.spi.blob.DigestAlgorithm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * Copies files whose checksum is known: under their name there is all of one, durably once {@link
 * #close} has returned, or nothing.
 */
final class CheckedCopy implements AutoCloseable {

  private static final String UNFINISHED = ".part";

  private final ByteBuffer chunk = ByteBuffer.allocateDirect(1 << 20);
  private final Set<Path> folders = new HashSet<>();

  /**
   * Copies one.
   *
   * @return false if its bytes have another checksum; nothing is there then
   * @throws java.nio.file.NoSuchFileException if it is not there
   */
  boolean copy(Path from, Path to, String sha256) throws IOException {
    MessageDigest digest = digest();
    Path unfinished = to.resolveSibling(to.getFileName() + UNFINISHED);
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ)) {
      BackupFolder.make(to.getParent());
      try (FileChannel out =
          FileChannel.open(
              unfinished,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        while (in.read(chunk.clear()) > 0) {
          digest.update(chunk.flip().duplicate());
          while (chunk.hasRemaining()) {
            out.write(chunk);
          }
        }
        out.force(true);
      }
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
      Files.delete(unfinished);
      return false;
    }
    Files.move(unfinished, to, StandardCopyOption.ATOMIC_MOVE);
    folders.add(to.getParent());
    return true;
  }

  /** Makes the names of all that were copied durable. */
  @Override
  public void close() throws IOException {
    Set<Path> above = new HashSet<>();
    for (Path folder : folders) {
      sync(folder);
      above.add(folder.getParent());
    }
    for (Path folder : above) {
      sync(folder);
      sync(folder.getParent());
    }
    folders.clear();
  }

  /** Makes a file's bytes, or the names in a folder, durable. */
  static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance(DigestAlgorithm.SHA256.javaName());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
