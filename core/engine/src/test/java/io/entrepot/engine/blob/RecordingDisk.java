package io.entrepot.engine.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A disk that notes what is done in which order, and fails where it is told to. */
final class RecordingDisk extends Disk {

  final List<String> steps = new CopyOnWriteArrayList<>();
  volatile String failing = "";
  volatile Watcher watcher = step -> {};
  int writable = Integer.MAX_VALUE; // for tests of one thread
  volatile long room = Long.MAX_VALUE;
  volatile long device = 1;
  volatile boolean callsSystem; // for whole file systems, which it only notes otherwise

  /** Told of each step before it is taken. */
  @FunctionalInterface
  interface Watcher {
    /** What it throws the step fails of. */
    void before(String step) throws IOException;
  }

  @Override
  int write(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
    if (writable <= 0) {
      throw new IOException("No space left on device");
    }
    int limit = bytes.limit();
    bytes.limit(Math.min(limit, bytes.position() + writable));
    try {
      int written = super.write(channel, bytes, position);
      if (writable != Integer.MAX_VALUE) {
        writable -= written;
      }
      return written;
    } finally {
      bytes.limit(limit);
    }
  }

  @Override
  void sync(FileChannel channel, Path file) throws IOException {
    step("sync " + kind(file));
    super.sync(channel, file);
  }

  @Override
  void move(Path from, Path to) throws IOException {
    step("move " + kind(from) + " to " + kind(to));
    super.move(from, to);
  }

  @Override
  void syncFolder(Path folder) throws IOException {
    step("sync folder " + kind(folder));
    super.syncFolder(folder);
  }

  @Override
  long device(Path folder) {
    return device;
  }

  @Override
  FileSystemSync fileSystem(Path folder, long device) throws IOException {
    step("open file system");
    return callsSystem ? FileSystemSync.open(folder, device) : new FileSystemSync(-1, device);
  }

  @Override
  void sync(FileSystemSync fileSystem) throws IOException {
    step("sync file system " + fileSystem.device());
    if (callsSystem) {
      super.sync(fileSystem);
    }
  }

  @Override
  boolean makeFolder(Path folder) throws IOException {
    step("make folder " + kind(folder));
    return super.makeFolder(folder);
  }

  @Override
  long available(FileStore volume) throws IOException {
    return Math.min(room, super.available(volume));
  }

  private void step(String step) throws IOException {
    steps.add(step);
    watcher.before(step);
    if (step.equals(failing)) {
      throw new IOException("injected: " + step);
    }
  }

  private static String kind(Path path) {
    String name = path.getFileName().toString();
    if (FileLayout.isBlob(name)) {
      return "blob";
    }
    if (FileLayout.isUpload(name)) {
      return "upload";
    }
    if (name.matches("[0-9a-f]{2}")) {
      return "fan-out";
    }
    return name.replaceFirst("^[0-9a-f]{32}", "upload");
  }
}
