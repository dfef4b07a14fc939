package io.entrepot.testkit;

import io.entrepot.spi.content.ContentStore;

public class MemoryContentStoreBytesTest extends ContentStoreBytesContract {

  private final MemoryBlobStore blobs = new MemoryBlobStore(clock);

  @Override
  protected ContentStore store(String repository) {
    return new MemoryContentStore(blobs, clock);
  }
}
