package io.entrepot.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * One server at a time in a data folder: the file that holds its process id is locked while it
 * runs.
 */
final class DataLock implements AutoCloseable {
  private final FileChannel channel;

  private DataLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock and writes this process's id.
   *
   * @throws LaunchException if another process holds it, or the file cannot be written
   */
  static DataLock take(Path file) throws LaunchException {
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (tryLock(channel).isEmpty()) {
        channel.close();
        throw new LaunchException(
            "the data folder %s is in use by process %s"
                .formatted(
                    file.getParent(), holder(file).map(String::valueOf).orElse("(unknown)")));
      }
      channel.truncate(0);
      String pid = ProcessHandle.current().pid() + "\n";
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
      return new DataLock(channel);
    } catch (IOException e) {
      throw new LaunchException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * The process that holds the lock, if one does. Not for that process itself: where locks are
   * POSIX's, closing any channel to the file lets go of them.
   */
  static Optional<Long> holder(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (tryLock(channel).isPresent()) {
        return Optional.empty();
      }
      return Optional.of(Long.valueOf(Files.readString(file).strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
