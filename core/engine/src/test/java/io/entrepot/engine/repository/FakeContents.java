package io.entrepot.engine.repository;

import io.entrepot.engine.content.Contents;
import io.entrepot.spi.blob.ByteRange;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.MissingBlobException;
import io.entrepot.spi.content.StoredBlob;
import io.entrepot.spi.page.Cursor;
import io.entrepot.testkit.MemoryContentStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Content in memory, and a note of what was dropped. */
final class FakeContents implements Contents {

  final List<String> dropped = new ArrayList<>();
  private final Map<String, ContentStore> stores = new ConcurrentHashMap<>();

  @Override
  public ContentStore of(String repository, String blobStore) {
    return stores.computeIfAbsent(repository, name -> new MemoryContentStore(Clock.systemUTC()));
  }

  @Override
  public void bring(String repository, String blobStore, StoredBlob blob, AssetWrite as)
      throws IOException {
    throw new MissingBlobException(blob.sha256());
  }

  @Override
  public ReadableByteChannel open(StoredBlob blob, ByteRange range) throws IOException {
    throw new IOException("there are no bytes");
  }

  @Override
  public List<Asset> assets(String repository, Component component) throws IOException {
    return of(repository, "default").list(AssetPath.ROOT, Cursor.START, 10_000).items().stream()
        .filter(asset -> asset.component().filter(component::equals).isPresent())
        .toList();
  }

  @Override
  public boolean damaged(StoredBlob blob) {
    return false;
  }

  @Override
  public ByteBuffer read(StoredBlob blob) throws IOException {
    throw new IOException("there are no bytes");
  }

  @Override
  public Totals totals(String repository) {
    return new Totals(3, 42);
  }

  @Override
  public void drop(String repository) {
    dropped.add(repository);
    stores.remove(repository);
  }
}
