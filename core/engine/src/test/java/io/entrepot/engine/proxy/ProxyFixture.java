package io.entrepot.engine.proxy;

import io.entrepot.engine.blob.BlobStores;
import io.entrepot.engine.content.DamagedBlobs;
import io.entrepot.engine.content.RepositoryContents;
import io.entrepot.engine.database.Database;
import io.entrepot.spi.blob.GrowingBlob;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.format.Settings;
import io.entrepot.spi.format.WritePolicy;
import io.entrepot.spi.proxy.Fetch;
import io.entrepot.spi.proxy.Freshness;
import io.entrepot.spi.proxy.ProxyCache;
import io.entrepot.spi.proxy.Wanted;
import io.entrepot.testkit.TestClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** A proxy repository {@code mirror} over real storage and an upstream in this process. */
final class ProxyFixture extends ExternalResource {

  final FakeUpstream upstream = new FakeUpstream();
  final TestClock clock = new TestClock();
  Duration patience = Duration.ofSeconds(10);
  private final TemporaryFolder folder = new TemporaryFolder();
  private final Map<String, String> settings = new HashMap<>();
  Database database;
  BlobStores stores;
  RepositoryContents contents;
  ContentStore content;
  Proxies proxies;
  RepositoryCache cache;

  /** The same with a setting. */
  ProxyFixture with(String path, String value) {
    settings.put(path, value);
    return this;
  }

  /** The same with other patience. */
  ProxyFixture patience(Duration newPatience) {
    patience = newPatience;
    return this;
  }

  @Override
  protected void before() throws Throwable {
    folder.create();
    start();
  }

  void start() throws IOException {
    Path data = folder.getRoot().toPath();
    database = new Database(data.resolve("database"));
    stores = new BlobStores(database, data.resolve("blobs"), clock);
    contents = new RepositoryContents(database, stores, new DamagedBlobs(database, clock), clock);
    content = contents.of("mirror", "default");
    proxies = new Proxies(database, contents, (repository, unused) -> upstream, clock, patience);
    cache = proxies.open("mirror", new Given(settings), content);
  }

  /** Keeps in another blob store from now on. */
  void use(String store) throws IOException {
    cache.close();
    content = contents.of("mirror", store);
    cache = proxies.open("mirror", new Given(settings), content);
  }

  void stop() throws IOException {
    cache.close();
    proxies.close();
    contents.close();
    stores.close();
    database.close();
  }

  @Override
  protected void after() {
    try {
      stop();
    } catch (IOException e) {
      throw new AssertionError(e);
    } finally {
      upstream.end();
      folder.delete();
    }
  }

  Path data() {
    return folder.getRoot().toPath();
  }

  Clock clock() {
    return clock;
  }

  /** Bytes of which no two runs are alike. */
  static byte[] random(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  static Wanted wanted(String path) {
    return Wanted.of(AssetPath.of(path), path, Freshness.CONTENT);
  }

  Fetch fetch(Wanted wanted) throws Exception {
    return got(cache.fetch(wanted));
  }

  Fetch look(Wanted wanted) throws Exception {
    return got(cache.look(wanted));
  }

  static <T> T got(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  Optional<Asset> kept(String path) throws IOException {
    return content.find(AssetPath.of(path));
  }

  /** All bytes of what was fetched, waiting for them; fails as its reader would. */
  byte[] bytes(Fetch fetch) throws Exception {
    if (fetch instanceof Fetch.Kept kept) {
      return content.read(kept.asset().blob(), Integer.MAX_VALUE);
    }
    return bytes(((Fetch.Coming) fetch).bytes());
  }

  static byte[] bytes(GrowingBlob growing) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(10_000);
    while (true) {
      int count = growing.read(all.size(), buffer.clear());
      if (count < 0) {
        return all.toByteArray();
      }
      all.write(buffer.array(), 0, count);
      if (count == 0) {
        CountDownLatch readable = new CountDownLatch(1);
        growing.whenReadable(all.size(), readable::countDown);
        if (!readable.await(30, TimeUnit.SECONDS)) {
          throw new AssertionError("nothing comes behind " + all.size());
        }
      }
    }
  }

  /** Begins nothing, but waits until what is under way has ended. */
  void settle() throws Exception {
    long end = System.nanoTime() + 30_000_000_000L;
    while (((CachingProxy) cache).busy() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  static ProxyCache.Question question(String address) {
    return new ProxyCache.Question(
        io.entrepot.spi.http.Method.GET, address, io.entrepot.spi.http.Headers.none());
  }

  private record Given(Map<String, String> values) implements Settings {

    @Override
    public Optional<String> text(String path) {
      return Optional.ofNullable(values.get(path));
    }

    @Override
    public List<String> list(String path) {
      return List.of();
    }

    @Override
    public OptionalLong number(String path) {
      return values.containsKey(path)
          ? OptionalLong.of(Long.parseLong(values.get(path)))
          : OptionalLong.empty();
    }

    @Override
    public boolean flag(String path) {
      return "true".equals(values.get(path));
    }

    @Override
    public WritePolicy writePolicy() {
      return WritePolicy.ALLOW;
    }
  }
}
