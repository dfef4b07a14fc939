package io.entrepot.testkit;

import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ContentStore;
import java.util.Set;

public class MemoryContentStoreRetentionTest extends ContentStoreRetentionContract {

  private final MemoryBlobStore blobs = new MemoryBlobStore(clock);

  @Override
  protected ContentStore store(String repository) {
    return new MemoryContentStore(blobs, clock);
  }

  @Override
  protected Set<AssetPath> unneeded() {
    return ((MemoryContentStore) store).unneeded();
  }
}
