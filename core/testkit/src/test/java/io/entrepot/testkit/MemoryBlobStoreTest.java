package io.entrepot.testkit;

import io.entrepot.spi.blob.BlobStore;

public class MemoryBlobStoreTest extends BlobStoreContract {

  @Override
  protected BlobStore store() {
    return new MemoryBlobStore(clock);
  }
}
