package io.entrepot.engine.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * A folder (mode 0700 when made here) whose files are replaced whole: a crash leaves the old file
 * or the new one, and what {@link #write} returned from survives a power cut.
 */
final class PrivateFolder {
  static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
  static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rw-r--r--");

  private final Path folder;

  private PrivateFolder(Path folder) {
    this.folder = folder;
  }

  /** Opens the folder, making it and its parents if they are absent. */
  static PrivateFolder open(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Path parent = folder.toAbsolutePath().getParent();
      Files.createDirectories(parent);
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      sync(parent);
    }
    return new PrivateFolder(folder);
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  /** The file's bytes; empty if there is no such file. */
  Optional<byte[]> read(String name) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(path(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Writes or replaces a file, durably. */
  void write(String name, byte[] content, Set<PosixFilePermission> permissions) throws IOException {
    String temporary = "." + name + ".tmp";
    Path file = path(temporary);
    Files.deleteIfExists(file);
    // Made for the owner alone, so that a key is at no moment readable by others.
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      // The umask may have taken bits away.
      Files.setPosixFilePermissions(file, permissions);
      channel.force(true);
    }
    rename(temporary, name);
  }

  /** Renames a file over another one, durably. */
  void rename(String from, String to) throws IOException {
    Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE);
    sync(folder);
  }

  void delete(String name) throws IOException {
    if (Files.deleteIfExists(path(name))) {
      sync(folder);
    }
  }

  /** Takes a file away from everyone but its owner; true if others had access until now. */
  boolean restrict(String name) throws IOException {
    if (OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path(name)))) {
      return false;
    }
    Files.setPosixFilePermissions(path(name), OWNER_ONLY);
    return true;
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
