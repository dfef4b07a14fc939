package io.entrepot.engine.verify;

import io.entrepot.engine.admin.VerifyRequest;
import io.entrepot.engine.admin.VerifyResult;
import io.entrepot.engine.blob.BlobStores;
import io.entrepot.engine.content.DamagedBlobs;
import io.entrepot.engine.content.RepositoryContents;
import io.entrepot.engine.database.Database;
import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.ByteRange;
import io.entrepot.spi.blob.Staged;
import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.ContentStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** A server's storage in a temporary folder, and ways to damage it. */
public final class StorageFixture extends ExternalResource {

  private final TemporaryFolder folder = new TemporaryFolder();
  private Database database;
  private BlobStores stores;
  private DamagedBlobs damaged;
  private RepositoryContents contents;

  @Override
  protected void before() throws Throwable {
    folder.create();
    Files.createDirectory(data());
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

  public void open() throws IOException {
    database = new Database(data().resolve("database"));
    stores = new BlobStores(database, blobs(), Clock.systemUTC());
    damaged = new DamagedBlobs(database);
    contents = new RepositoryContents(database, stores, damaged, Clock.systemUTC());
  }

  public void close() throws IOException {
    contents.close();
    stores.close();
    database.close();
  }

  public Path data() {
    return folder.getRoot().toPath().resolve("data");
  }

  public Path blobs() {
    return data().resolve("blobs");
  }

  /** A path outside the data that is not there. */
  public Path outside(String name) {
    return folder.getRoot().toPath().resolve(name);
  }

  public Database database() {
    return database;
  }

  public BlobStores stores() {
    return stores;
  }

  public DamagedBlobs damaged() {
    return damaged;
  }

  public ContentStore content(String repository) {
    return contents.of(repository, "default");
  }

  public ContentStore content(String repository, String store) {
    return contents.of(repository, store);
  }

  /** Different bytes for each seed, always the same. */
  public static byte[] bytes(int seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  public static Asset put(ContentStore content, String path, byte[] bytes) throws IOException {
    try (BlobUpload upload = content.upload(UploadHint.none())) {
      upload.write(ByteBuffer.wrap(bytes));
      Staged staged = upload.finish();
      return content
          .commit(ChangeSet.empty().put(AssetWrite.of(AssetPath.of(path), "text/plain"), staged))
          .written()
          .get(0);
    }
  }

  /** What a client gets that downloads it. */
  public byte[] download(ContentStore content, String path) throws IOException {
    Asset asset = content.find(AssetPath.of(path)).orElseThrow();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ReadableByteChannel channel =
        contents.open(asset.blob(), ByteRange.all(asset.blob().size()))) {
      Channels.newInputStream(channel).transferTo(out);
    }
    return out.toByteArray();
  }

  /** The file of an asset's blob. */
  public Path file(Asset asset) {
    String name = asset.blob().id().value();
    return blobs()
        .resolve(asset.blob().store())
        .resolve("blobs")
        .resolve(name.substring(0, 2))
        .resolve(name);
  }

  /** Turns one bit of a file over. */
  public static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at % bytes.length] ^= 1;
    Files.write(file, bytes);
  }

  /** All files below a folder with their lengths. */
  public static Map<String, Long> tree(Path folder) throws IOException {
    Map<String, Long> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file).toString(), Files.size(file));
      }
    }
    return files;
  }

  public static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> walk = Files.walk(from)) {
      for (Path file : walk.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  public long number(String sql) throws IOException {
    return database.read(
        handle -> handle.createQuery(sql).map((row, context) -> row.getLong(1)).one());
  }

  public void execute(String sql) throws IOException {
    database.write(handle -> handle.execute(sql));
  }

  /** Verifies as while no server runs. */
  public Found verify(VerifyRequest request) throws IOException {
    return verify(request, Clock.systemUTC(), Duration.ZERO);
  }

  public Found verify(VerifyRequest request, Clock clock, Duration young) throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    Watcher watcher =
        new Watcher() {
          @Override
          public void progress(String what, long done, long total) {}

          @Override
          public void found(Outcome outcome) {
            outcomes.add(outcome);
          }
        };
    VerifyResult result =
        new Verification(database, damaged, blobs(), clock, young).run(request, watcher);
    return new Found(result, outcomes);
  }

  /** What a verification found. */
  public record Found(VerifyResult result, List<Outcome> outcomes) {

    public List<Finding> findings() {
      return outcomes.stream().map(Outcome::finding).toList();
    }

    public List<Outcome.Action> actions() {
      return outcomes.stream().map(Outcome::action).toList();
    }

    /** The names of the blobs of findings of a kind. */
    public List<String> blobs(Class<? extends Finding> kind) {
      return findings().stream().filter(kind::isInstance).map(Found::blob).sorted().toList();
    }

    private static String blob(Finding finding) {
      if (finding instanceof Finding.MissingFile missing) {
        return missing.blob().id().value();
      } else if (finding instanceof Finding.WrongSize wrong) {
        return wrong.blob().id().value();
      } else if (finding instanceof Finding.WrongDigest wrong) {
        return wrong.blob().id().value();
      } else if (finding instanceof Finding.OrphanFile orphan) {
        return orphan.id().value();
      }
      throw new AssertionError(finding + " names no blob");
    }
  }
}
