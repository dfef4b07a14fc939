package io.entrepot.engine.http;

import io.entrepot.engine.Environment;
import io.entrepot.engine.blob.BlobStores;
import io.entrepot.engine.connector.JettyConnectors;
import io.entrepot.engine.content.DamagedBlobs;
import io.entrepot.engine.content.RepositoryContents;
import io.entrepot.engine.database.Database;
import io.entrepot.engine.tls.CertificateService;
import io.entrepot.spi.blob.BlobId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** A server on 127.0.0.1 with real storage, connectors and TLS, and fakes for what is between. */
public final class EdgeServer extends ExternalResource {

  /** What was read: {@code files:a/b}. */
  final List<String> reads = new CopyOnWriteArrayList<>();

  private final TemporaryFolder folder = new TemporaryFolder();
  private final Map<String, String> properties = new HashMap<>();
  private int threads = 60;
  private Environment environment;
  private Database database;
  private BlobStores stores;
  private DamagedBlobs damaged;
  private RepositoryContents contents;
  private CertificateService certificates;
  private JettyConnectors connectors;
  private Server server;
  private TestServing serving;
  private final TestGate gate = new TestGate();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** The same with a property {@code entrepot.*}. */
  public EdgeServer with(String property, String value) {
    properties.put(property, value);
    return this;
  }

  /** The same with so many threads. */
  EdgeServer threads(int most) {
    threads = most;
    return this;
  }

  @Override
  protected void before() throws Throwable {
    folder.create();
    properties.put("entrepot.data", folder.getRoot().toString());
    properties.put("entrepot.http.host", "127.0.0.1");
    properties.put("entrepot.http.port", Integer.toString(freePort()));
    properties.put("entrepot.https.port", Integer.toString(freePort()));
    environment = Environment.read(properties::get);
    database = new Database(environment.data().resolve("database"));
    stores = new BlobStores(database, environment.data().resolve("blobs"), Clock.systemUTC());
    damaged = new DamagedBlobs(database);
    contents = new RepositoryContents(database, stores, damaged, Clock.systemUTC());
    certificates = new CertificateService(environment);
    serving = new TestServing(contents);
    connectors = new JettyConnectors(environment, certificates);
    QueuedThreadPool pool = new QueuedThreadPool(threads, Math.min(threads, 8));
    server = new Server(pool);
    Origins origins = new Origins(environment.publicUrl());
    Pages pages = new Pages(certificates.certificates()::caCertificatePem, origins, "1.2.3");
    Reads noted = new Reads((repository, path) -> reads.add(repository + ":" + path));
    EdgeHandler edge = new EdgeHandler(connectors, serving, gate, contents, noted, origins, pages);
    server.setHandler(new Handler.Sequence(edge, new Behind()));
    server.start();
  }

  @Override
  protected void after() {
    try {
      server.stop();
      certificates.close();
      contents.close();
      stores.close();
      database.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      folder.delete();
    }
  }

  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The database behind it. */
  public Database database() {
    return database;
  }

  /** The content of its repositories. */
  public RepositoryContents contents() {
    return contents;
  }

  public TestServing serving() {
    return serving;
  }

  public TestGate gate() {
    return gate;
  }

  public JettyConnectors connectors() {
    return connectors;
  }

  public CertificateService certificates() {
    return certificates;
  }

  public Environment environment() {
    return environment;
  }

  public Server server() {
    return server;
  }

  public int port() {
    return environment.httpPort();
  }

  /** A request to a path of the shared HTTP port, as admin. */
  public HttpRequest.Builder admin(String path) {
    return request(path).header("Authorization", TestGate.ADMIN);
  }

  /** A request to a path of the shared HTTP port, as nobody. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .timeout(Duration.ofSeconds(60));
  }

  public HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  public HttpResponse<byte[]> sendForBytes(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  public HttpResponse<String> put(String path, byte[] bytes) throws Exception {
    return send(admin(path).PUT(HttpRequest.BodyPublishers.ofByteArray(bytes)));
  }

  /** Finds that what was stored is damaged. */
  void damage(byte[] stored) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(stored);
    String name =
        database.read(
            handle ->
                handle
                    .createQuery("SELECT name FROM blob WHERE sha256 = ?")
                    .bind(0, HexFormat.of().formatHex(digest))
                    .map((row, context) -> row.getString(1))
                    .one());
    damaged.note("default", new BlobId(name));
  }

  public RawClient raw() throws IOException {
    return new RawClient(port());
  }

  /** What trusts the server's authority. */
  public SSLContext trust() throws Exception {
    String pem = certificates.certificates().caCertificatePem().orElseThrow();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry(
        "ca",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** Stands for the servlets: says what path it was asked for. */
  private static final class Behind extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      String path = Request.getPathInContext(request);
      if (!path.startsWith("/service/")) {
        return false;
      }
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
      Content.Sink.write(response, true, "behind " + path, callback);
      return true;
    }
  }
}
