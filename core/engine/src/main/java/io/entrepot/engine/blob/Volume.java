package io.entrepot.engine.blob;

import java.io.IOException;
import java.nio.file.FileStore;
import java.util.concurrent.atomic.AtomicLong;

/** A file system, and the bytes that uploads have announced for it and not written yet. */
final class Volume {

  private final FileStore store;
  private final Disk disk;
  private final AtomicLong announced = new AtomicLong();

  Volume(FileStore store, Disk disk) {
    this.store = store;
    this.disk = disk;
  }

  /** Announces bytes; fewer by a negative number. */
  void announce(long bytes) {
    announced.addAndGet(bytes);
  }

  /** Bytes announced and not written. */
  long announced() {
    return announced.get();
  }

  /** Bytes that can be written, whoever may have announced them. */
  long available() throws IOException {
    return disk.available(store);
  }

  /** What an operator knows it by. */
  @Override
  public String toString() {
    return store.toString();
  }
}
