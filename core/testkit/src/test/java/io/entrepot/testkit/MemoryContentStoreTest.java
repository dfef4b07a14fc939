package io.entrepot.testkit;

import io.entrepot.spi.content.ContentStore;

public class MemoryContentStoreTest extends ContentStoreContract {

  private final MemoryBlobStore blobs = new MemoryBlobStore(clock);

  @Override
  protected ContentStore store(String repository) {
    return new MemoryContentStore(blobs, clock);
  }
}
