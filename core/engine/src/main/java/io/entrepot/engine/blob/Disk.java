package io.entrepot.engine.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** What the file store asks of the disk where the order counts; tests watch it and let it fail. */
class Disk {

  FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  FileChannel reopen(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** Writes some of the bytes at a position; gives how many. */
  int write(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
    return channel.write(bytes, position);
  }

  void truncate(FileChannel channel, long size) throws IOException {
    channel.truncate(size);
  }

  /** Makes a file's bytes durable. */
  void sync(FileChannel channel, Path file) throws IOException {
    channel.force(false);
  }

  void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Makes the names in a folder durable. */
  void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** The device that a folder is on now. */
  long device(Path folder) throws IOException {
    try {
      return (Long) Files.getAttribute(folder, "unix:dev");
    } catch (UnsupportedOperationException e) {
      throw new IOException(e);
    }
  }

  /**
   * The file system of a folder, to be made durable as a whole.
   *
   * @param device that the folder is on
   * @throws IOException if that is not to be had, or not to be relied on
   */
  FileSystemSync fileSystem(Path folder, long device) throws IOException {
    FileSystemSync.require(folder);
    return FileSystemSync.open(folder, device);
  }

  /** Makes all of a file system durable, names too. */
  void sync(FileSystemSync fileSystem) throws IOException {
    fileSystem.sync();
  }

  /** Makes a folder; false if it was there. */
  boolean makeFolder(Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /** Bytes that can still be written to a file system. */
  long available(FileStore volume) throws IOException {
    return volume.getUsableSpace();
  }

  boolean delete(Path file) throws IOException {
    return Files.deleteIfExists(file);
  }
}
