package io.entrepot.engine.content;

import io.entrepot.engine.blob.BlobStores;
import io.entrepot.engine.database.Database;
import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.Staged;
import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.ContentStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** A database, blob stores and contents in a temporary folder. */
final class ContentFixture extends ExternalResource {

  /** An engine's storage in a folder. */
  record Opened(Database database, BlobStores stores, RepositoryContents contents)
      implements AutoCloseable {

    Opened(Path data) throws IOException {
      this(data, Clock.systemUTC());
    }

    Opened(Path data, Clock clock) throws IOException {
      this(new Database(data.resolve("database")), data, clock);
    }

    private Opened(Database database, Path data, Clock clock) throws IOException {
      this(database, new BlobStores(database, data.resolve("blobs"), clock), clock);
    }

    private Opened(Database database, BlobStores stores, Clock clock) throws IOException {
      this(
          database,
          stores,
          new RepositoryContents(database, stores, new DamagedBlobs(database, clock), clock));
    }

    @Override
    public void close() throws IOException {
      contents.close();
      stores.close();
      database.close();
    }
  }

  private final Clock clock;
  private final TemporaryFolder folder = new TemporaryFolder();
  private Opened opened;

  ContentFixture() {
    this(Clock.systemUTC());
  }

  ContentFixture(Clock clock) {
    this.clock = clock;
  }

  @Override
  protected void before() throws Throwable {
    folder.create();
    open();
  }

  @Override
  protected void after() {
    try {
      close();
    } catch (IOException e) {
      throw new AssertionError(e);
    } finally {
      folder.delete();
    }
  }

  void reopen() throws IOException {
    close();
    open();
  }

  Database database() {
    return opened.database();
  }

  BlobStores stores() {
    return opened.stores();
  }

  RepositoryContents contents() {
    return opened.contents();
  }

  ContentStore content(String repository) {
    return contents().of(repository, "default");
  }

  /** The files of blobs, by name. */
  List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(data().resolve("blobs/default/blobs"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  Path data() {
    return folder.getRoot().toPath();
  }

  static Staged stage(ContentStore content, String text) throws IOException {
    return stage(content, text, UploadHint.none());
  }

  static Staged stage(ContentStore content, String text, UploadHint hint) throws IOException {
    try (BlobUpload upload = content.upload(hint)) {
      upload.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      return upload.finish();
    }
  }

  static Asset put(ContentStore content, String path, String text) throws IOException {
    return content
        .commit(ChangeSet.empty().put(write(path), stage(content, text)))
        .written()
        .get(0);
  }

  static AssetWrite write(String path) {
    return AssetWrite.of(AssetPath.of(path), "text/plain");
  }

  static String text(ContentStore content, String path) throws IOException {
    Asset asset = content.find(AssetPath.of(path)).orElseThrow();
    return new String(content.read(asset.blob(), 1_000_000), StandardCharsets.UTF_8);
  }

  private void open() throws IOException {
    opened = new Opened(data(), clock);
  }

  private void close() throws IOException {
    opened.close();
  }
}
