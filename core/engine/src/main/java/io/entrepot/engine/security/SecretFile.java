package io.entrepot.engine.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * A file with a secret: mode 0600 from its first byte on, replaced whole, on the disk when {@link
 * #write} returns.
 */
public final class SecretFile {

  private final Path path;

  public SecretFile(Path path) {
    this.path = path.toAbsolutePath();
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** What it says, as UTF-8; empty if it is not there. */
  public Optional<String> read() throws IOException {
    try {
      return Optional.of(Files.readString(path));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Writes it, with the folders above it (mode 0700) if they are missing. */
  public void write(String secret) throws IOException {
    Path folder = path.getParent();
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      sync(folder.getParent());
    }
    Path draft = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(draft);
    try (FileChannel channel =
        FileChannel.open(
            draft,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(secret);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
    sync(folder);
  }

  /** Takes it away, if it is there. */
  public void delete() throws IOException {
    if (Files.deleteIfExists(path)) {
      sync(path.getParent());
    }
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
