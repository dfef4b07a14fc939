package io.entrepot.engine.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entrepot.engine.Environment;
import io.entrepot.engine.admin.BlobStory;
import io.entrepot.engine.admin.Health;
import io.entrepot.engine.blob.BlobStores;
import io.entrepot.engine.content.RepositoryContents;
import io.entrepot.engine.database.Database;
import io.entrepot.engine.repository.Engine;
import io.entrepot.engine.search.ComponentSearch;
import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.content.ContentStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** The REST servlet on a free port, over repositories in memory. */
final class RestServer extends ExternalResource {

  /** An answer: status, header fields and body. */
  record Answer(HttpResponse<String> response) {

    int status() {
      return response.statusCode();
    }

    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(response.body());
    }

    /** {@code field: message} of the first error. */
    String error() throws IOException {
      JsonNode error = json().at("/errors/0");
      return error.at("/code").asText()
          + " "
          + error.at("/field").asText()
          + ": "
          + error.at("/message").asText();
    }

    Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }
  }

  final FakeUsers users = new FakeUsers();
  final FakeTasks tasks = new FakeTasks();
  final FakeCleanup cleanup = new FakeCleanup();
  Engine engine;
  RestServlet servlet;
  RepositoryContents contents;
  private final boolean storing;
  private final TemporaryFolder folder = new TemporaryFolder();
  private Database database;
  private BlobStores stores;
  private ComponentSearch search;
  Optional<String> databaseProblem = Optional.empty();
  List<BlobStory> stories = List.of();
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final HttpClient client = HttpClient.newHttpClient();

  /** With the format {@code plain}. */
  RestServer() {
    this(false);
  }

  /**
   * With the format {@code plain}.
   *
   * @param storing whether content is kept in a database, and there is the format {@code files} too
   */
  RestServer(boolean storing) {
    this.storing = storing;
  }

  @Override
  protected void before() throws Throwable {
    folder.create();
    database = new Database(folder.getRoot().toPath().resolve("database"));
    stores =
        new BlobStores(database, folder.getRoot().toPath().resolve("blobs"), Clock.systemUTC());
    contents = new RepositoryContents(database, stores);
    search = new ComponentSearch(database);
    engine = storing ? Engine.started(contents, new FilesFormat()) : Engine.started();
    Health health = () -> List.of(new Health.Check("database", databaseProblem));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    servlet =
        new RestServlet(
            engine.admin(),
            engine.blobStores(),
            engine.removed(),
            digest -> stories,
            users,
            tasks,
            cleanup,
            engine.routing(),
            engine.upstreams(),
            health,
            search,
            engine.deletion(),
            engine.serving(),
            new FakeGate(users),
            new Environment(Path.of("/data"), 8081, 8443));
    context.addServlet(new ServletHolder(servlet), RestServlet.PATH + "/*");
    server.setHandler(context);
    server.start();
  }

  @Override
  protected void after() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new AssertionError("the server does not stop", e);
    }
    engine.close();
    search.close();
    contents.close();
    try {
      stores.close();
      database.close();
    } catch (IOException e) {
      throw new AssertionError("storage does not close", e);
    } finally {
      folder.delete();
    }
  }

  /** The names of the files in a folder of the data. */
  List<String> filesIn(String path) throws IOException {
    try (Stream<Path> files = Files.list(folder.getRoot().toPath().resolve(path))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** Puts a file into a repository of the format {@code files}. */
  void put(String repository, String path, String text) throws IOException {
    ContentStore content = contents.of(repository, "default");
    AssetPath asset = AssetPath.of(path);
    Component component = new Component(asset.parent().orElseThrow().value(), asset.name(), "");
    try (BlobUpload upload = content.upload(UploadHint.none())) {
      upload.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      content.commit(
          ChangeSet.empty().put(AssetWrite.of(asset, "text/plain").in(component), upload.finish()));
    }
  }

  /** What all items of a list have in a field, page by page. */
  List<String> all(String user, String list, String field) throws Exception {
    List<String> found = new ArrayList<>();
    String more = "";
    do {
      JsonNode page = get(user, list + more).json();
      page.at("/items").forEach(item -> found.add(item.at(field).asText()));
      String token = page.at("/continuationToken").asText("");
      more =
          page.at("/continuationToken").isNull()
              ? ""
              : (list.contains("?") ? "&" : "?") + "continuationToken=" + token;
    } while (!more.isEmpty());
    return found;
  }

  /** {@code http://127.0.0.1:12345}. */
  String origin() {
    return "http://127.0.0.1:" + connector.getLocalPort();
  }

  Answer get(String user, String path) throws Exception {
    return send(user, "GET", path, "");
  }

  /** Sends a request whose body, if it has one, is JSON; an empty user sends no credentials. */
  Answer send(String user, String method, String path, String body) throws Exception {
    return send(user, request(method, path, body));
  }

  HttpRequest.Builder request(String method, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    origin() + RestServlet.PATH + (path.startsWith("/") ? path : "/v1/" + path)))
            .method(method, BodyPublishers.ofString(body));
    return body.isEmpty() ? request : request.header("Content-Type", "application/json");
  }

  Answer send(String user, HttpRequest.Builder request) throws Exception {
    if (!user.isEmpty()) {
      String pair = user + ":" + user;
      request.header(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
    return new Answer(client.send(request.build(), BodyHandlers.ofString()));
  }
}
