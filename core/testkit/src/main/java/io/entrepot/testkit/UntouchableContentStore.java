package io.entrepot.testkit;

import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Commit;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.Node;
import io.entrepot.spi.content.Records;
import io.entrepot.spi.content.StoredBlob;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.util.Optional;

/** Content that nobody may ask for: it shows who does I/O before a request comes. */
final class UntouchableContentStore implements ContentStore {

  @Override
  public Optional<Asset> find(AssetPath path) {
    throw touched();
  }

  @Override
  public Page<Asset> list(AssetPath folder, Cursor from, int limit) {
    throw touched();
  }

  @Override
  public Page<Node> browse(AssetPath folder, Cursor from, int limit) {
    throw touched();
  }

  @Override
  public Optional<StoredBlob> blob(Digest digest) {
    throw touched();
  }

  @Override
  public byte[] read(StoredBlob blob, int limit) {
    throw touched();
  }

  @Override
  public Commit commit(ChangeSet changes) {
    throw touched();
  }

  /** Allowed: it is a name for rows, not the rows. */
  @Override
  public Records records(String kind) {
    return new MemoryRecords(
        kind,
        () -> {
          throw touched();
        });
  }

  @Override
  public BlobUpload upload(UploadHint hint) {
    throw touched();
  }

  @Override
  public Optional<BlobUpload> upload(String id) {
    throw touched();
  }

  private static AssertionError touched() {
    return new AssertionError("content was touched while a repository was created");
  }
}
