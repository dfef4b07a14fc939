package io.entrepot.engine.http;

import io.entrepot.engine.Outbound;
import io.entrepot.engine.proxy.Proxies;
import io.entrepot.engine.proxy.RepositoryCache;
import io.entrepot.engine.upstream.Upstreams;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.proxy.Fetch;
import io.entrepot.spi.proxy.Freshness;
import io.entrepot.spi.proxy.Wanted;
import io.entrepot.testkit.TestClock;
import io.entrepot.testkit.TestSettings;
import io.entrepot.testkit.upstream.FaultyUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.rules.ExternalResource;

/**
 * A server whose repository {@code files} is a proxy of a faulty upstream; {@code boxes} is a
 * hosted one.
 */
final class ProxiedEdge extends ExternalResource {

  final EdgeServer edge;
  final TestClock clock = new TestClock();
  FaultyUpstream upstream;
  RepositoryCache cache;

  /** What the bytes at a path must have. */
  final Map<String, Digest> digests = new ConcurrentHashMap<>();

  private final Duration patience;
  private TestSettings settings = TestSettings.none();
  private Upstreams upstreams;
  private Proxies proxies;

  ProxiedEdge(EdgeServer edge, Duration patience) {
    this.edge = edge;
    this.patience = patience;
  }

  ProxiedEdge with(String path, String value) {
    settings = settings.with(path, value);
    return this;
  }

  @Override
  protected void before() throws Throwable {
    edge.before();
    upstream = FaultyUpstream.start();
    upstreams = new Upstreams(Outbound.allowing("127.0.0.1"), clock);
    proxies = new Proxies(edge.database(), edge.contents(), upstreams::open, clock, patience);
    cache =
        proxies.open(
            "files",
            settings.with("proxy.remoteUrl", upstream.url()),
            edge.serving().content("files"));
    edge.serving().replace("files", this::handle);
  }

  private Response handle(Request request) {
    AssetPath path = AssetPath.of(request.path());
    Wanted plain = Wanted.of(path, request.path(), Freshness.CONTENT);
    Wanted wanted =
        digests.containsKey(request.path()) ? plain.having(digests.get(request.path())) : plain;
    return Response.Await.on(
        request.method() == Method.HEAD ? cache.look(wanted) : cache.fetch(wanted), Fetch::reply);
  }

  @Override
  protected void after() {
    cache.close();
    proxies.close();
    upstreams.close();
    try {
      upstream.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    } finally {
      edge.after();
    }
  }

  /** The paths of all that is kept. */
  List<String> kept() throws IOException {
    return edge.serving().content("files").list(AssetPath.ROOT, Cursor.START, 1000).items().stream()
        .map(Asset::path)
        .map(AssetPath::value)
        .toList();
  }

  /** All files in the blob store. */
  List<String> files() throws IOException {
    Path store = edge.environment().data().resolve("blobs/default");
    try (Stream<Path> all = Files.walk(store)) {
      return all.filter(Files::isRegularFile).map(Path::toString).toList();
    }
  }
}
