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
import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeMap;

/** What the members of a group hold, seen as one, the first one's before the others'. */
final class MemberContents implements ContentStore {

  private final Iterable<ContentStore> contents;
  private final ContentStore own;

  /**
   * Their contents.
   *
   * @param own empty, the group's
   */
  MemberContents(Iterable<ContentStore> contents, ContentStore own) {
    this.contents = contents;
    this.own = own;
  }

  private interface Look<T> {
    Optional<T> at(ContentStore content) throws IOException;
  }

  private <T> Optional<T> first(Look<T> look) throws IOException {
    for (ContentStore content : contents) {
      Optional<T> found = look.at(content);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<Asset> find(AssetPath path) throws IOException {
    return first(content -> content.find(path));
  }

  @Override
  public Optional<StoredBlob> blob(Digest digest) throws IOException {
    return first(content -> content.blob(digest));
  }

  @Override
  public byte[] read(StoredBlob blob, int limit) throws IOException {
    for (ContentStore content : contents) {
      Optional<StoredBlob> its = content.blob(blob.sha256());
      if (its.isPresent()) {
        return content.read(its.get(), limit);
      }
    }
    throw new IOException("no member has " + blob.sha256());
  }

  @Override
  public Page<Asset> list(AssetPath folder, Cursor from, int limit) throws IOException {
    TreeMap<String, Asset> all = new TreeMap<>();
    for (ContentStore content : contents) {
      content
          .list(folder, from, limit)
          .items()
          .forEach(asset -> all.putIfAbsent(asset.path().value(), asset));
    }
    return Page.last(all.values().stream().limit(limit).toList());
  }

  @Override
  public Page<Node> browse(AssetPath folder, Cursor from, int limit) throws IOException {
    TreeMap<String, Node> all =
        new TreeMap<>(
            String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.<String>naturalOrder()));
    for (ContentStore content : contents) {
      content
          .browse(folder, from, limit)
          .items()
          .forEach(node -> all.putIfAbsent(node.name(), node));
    }
    return Page.last(all.values().stream().limit(limit).toList());
  }

  @Override
  public Commit commit(ChangeSet changes) throws IOException {
    throw new IOException("a group holds nothing of its own");
  }

  @Override
  public Records records(String kind) {
    return own.records(kind);
  }

  @Override
  public BlobUpload upload(UploadHint hint) throws IOException {
    throw new IOException("a group holds nothing of its own");
  }

  @Override
  public Optional<BlobUpload> upload(String id) {
    return Optional.empty();
  }
}
