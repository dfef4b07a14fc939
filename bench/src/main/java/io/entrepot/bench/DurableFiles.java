package io.entrepot.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Random;

/**
 * What a disk gives at best: a small file written, fsynced, renamed into one of 256 folders, the
 * folder fsynced. No server, no database.
 */
final class DurableFiles implements Crowd.Worker {

  private final Path folder;
  private final int number;
  private final byte[] bytes;
  private final Random random = new Random();
  private long serial;

  DurableFiles(Path folder, int number, int size) throws IOException {
    this.folder = folder;
    this.number = number;
    this.bytes = new byte[size];
    random.nextBytes(bytes);
    Files.createDirectories(folder.resolve("uploads"));
    for (int i = 0; i < 256; i++) {
      Files.createDirectories(place(i));
    }
  }

  private Path place(int i) {
    return folder.resolve("blobs").resolve(HexFormat.of().toHexDigits((byte) i));
  }

  @Override
  public void work() throws IOException {
    String name = number + "-" + serial++ + "-" + Long.toHexString(random.nextLong());
    Path made = folder.resolve("uploads").resolve(name);
    Path target = place(random.nextInt(256));
    try (FileChannel file =
        FileChannel.open(made, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(bytes));
      file.force(false);
    }
    Files.move(made, target.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel names = FileChannel.open(target, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  @Override
  public void close() {}
}
