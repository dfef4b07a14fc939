package io.entrepot.engine.repository;

import io.entrepot.engine.Environment;
import io.entrepot.engine.admin.BlobStoreAdmin;
import io.entrepot.engine.admin.ContentAdmin;
import io.entrepot.engine.admin.RemovedRepositoryAdmin;
import io.entrepot.engine.admin.RepositoryAdmin;
import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.admin.RoutingAdmin;
import io.entrepot.engine.admin.UpstreamAdmin;
import io.entrepot.engine.content.Contents;
import io.entrepot.engine.routing.RuleBook;
import io.entrepot.spi.format.Format;
import io.entrepot.spi.format.Recipe;
import io.entrepot.spi.format.RepositoryType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The repositories' part of a server, over what was kept by an earlier one. */
public final class Engine implements AutoCloseable {

  private static final FakeFormat PLAIN = new FakeFormat("plain");

  final MemoryDefinitions store;
  final FakeRegistrar registrar;
  final FakeContents contents;
  private final Contents used;
  final FormatRegistry formats = new FormatRegistry(Duration.ofMillis(50));
  final FakeCaches caches = new FakeCaches();
  final ServedRepositories served;
  final RuleBook rules;
  final RepositoryChanges admin;

  Engine(FakeFormat... installed) throws IOException {
    this(new MemoryDefinitions(), new FakeRegistrar(), installed);
  }

  Engine(MemoryDefinitions store, FakeRegistrar registrar, Format... installed) throws IOException {
    this(store, registrar, new FakeContents(), installed);
  }

  private Engine(
      MemoryDefinitions store, FakeRegistrar registrar, Contents contents, Format... installed)
      throws IOException {
    this.store = store;
    this.registrar = registrar;
    this.used = contents;
    this.contents = contents instanceof FakeContents fake ? fake : new FakeContents();
    for (Format format : installed) {
      formats.add(format, "bundle.of." + format.descriptor().name() + " 1.0.0");
    }
    rules = MemoryRules.book();
    served =
        new ServedRepositories(formats, store, contents, rules, (repository, path) -> {}, caches);
    admin =
        new RepositoryChanges(
            served,
            store,
            new FakeBlobStores(),
            contents,
            registrar,
            rules,
            new Environment(Path.of("/data"), 8081, 8443));
  }

  /** A server with a format {@code plain}, and its repository {@code plain-hosted}. */
  public static Engine started() throws IOException {
    return new Engine(PLAIN);
  }

  /** The same over contents, with one more format. */
  public static Engine started(Contents contents, Format more) throws IOException {
    return new Engine(new MemoryDefinitions(), new FakeRegistrar(), contents, PLAIN, more);
  }

  /** What requests meet. */
  public Serving serving() {
    return served;
  }

  /** What was done to the caches of proxies. */
  public List<String> caches() {
    return caches.done;
  }

  /** What administers upstreams. */
  public UpstreamAdmin upstreams() {
    return new RepositoryUpstreams(served, admin);
  }

  /** What deletes content. */
  public ContentAdmin deletion() {
    return new ContentDeletion(served, used);
  }

  /** What administrators work with. */
  public RepositoryAdmin admin() {
    return admin;
  }

  /** Those that were removed within the last week. */
  public RemovedRepositoryAdmin removed() {
    return new RemovedRepositories(store, admin, Duration.ofDays(7), Clock.systemUTC());
  }

  /** Routing rules. */
  public RoutingAdmin routing() {
    return new RoutingRules(rules, served);
  }

  /** The stores {@code default} and {@code fast}. */
  public BlobStoreAdmin blobStores() {
    return new FakeBlobStores();
  }

  /** Adds a format {@code mirror} that has nothing but proxies. */
  public void installMirror() {
    formats.add(new FakeFormat("mirror", Set.of(RepositoryType.PROXY)), "mirror 1");
  }

  /** Takes the format away. */
  public void uninstall() {
    formats.remove(PLAIN);
  }

  static RepositoryDefinition plain(String name, Map<String, Object> settings) {
    return new RepositoryDefinition(
        name, new Recipe("plain", RepositoryType.HOSTED), true, settings);
  }

  @Override
  public void close() {
    admin.stop();
    served.stop();
  }
}
