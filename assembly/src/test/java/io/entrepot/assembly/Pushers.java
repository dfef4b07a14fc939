package io.entrepot.assembly;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that push images and files until they are stopped, whatever becomes of the server, and
 * keep a log of what it acknowledged: on disk before they go on.
 */
final class Pushers implements AutoCloseable {

  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final int LARGEST = 64 * 1024;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(20))
          .build();
  private final String url;
  private final String basic;
  private final FileChannel log;
  private final ConcurrentMap<String, String> tried = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, String> acknowledged = new ConcurrentHashMap<>();
  private final ConcurrentMap<Integer, AtomicInteger> refusals = new ConcurrentHashMap<>();
  private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
  private final AtomicInteger rounds = new AtomicInteger();

  /**
   * Clients of a server.
   *
   * @param login {@code user:password}
   * @param log where acknowledgements are written
   */
  Pushers(int port, String login, Path log) throws IOException {
    this.url = "http://127.0.0.1:" + port;
    this.basic =
        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    this.log = FileChannel.open(log, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Something that is done while clients push. */
  interface Deed {

    /** Does it. */
    void run() throws Exception;
  }

  /** What a client does again and again. */
  private interface Round {

    /** Does it for the {@code number}-th time, all clients counted. */
    void run(int client, int number) throws Exception;
  }

  /** Lets so many clients push as long as something is done, and waits until they have let go. */
  void during(int clients, Deed deed) throws Exception {
    during(clients, this::round, deed);
  }

  /** Lets so many clients put small files as long as something is done. */
  void smallDuring(int clients, Deed deed) throws Exception {
    during(clients, this::small, deed);
  }

  private void during(int clients, Round round, Deed deed) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    List<Future<?>> pushing = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      int client = i;
      pushing.add(
          threads.submit(
              () -> {
                while (!over.get()) {
                  round.run(client, rounds.incrementAndGet());
                }
                return null;
              }));
    }
    try {
      deed.run();
    } finally {
      over.set(true);
      threads.shutdown();
    }
    for (Future<?> client : pushing) {
      client.get();
    }
  }

  private void round(int client, int number) throws Exception {
    Random random = new Random(number);
    byte[] bytes = new byte[1 + random.nextInt(LARGEST)];
    random.nextBytes(bytes);
    try {
      if (client % 2 == 0) {
        push("/repository/raw-hosted/c" + client + "/" + number, bytes, "application/x-random");
      } else {
        image("/v2/docker-hosted/c" + client, number, bytes);
      }
    } catch (IOException e) {
      // The server is dead, or has had enough of us: what was not acknowledged is not promised.
      Thread.onSpinWait();
    }
  }

  private void small(int client, int number) throws Exception {
    byte[] bytes = new byte[500];
    new Random(number).nextBytes(bytes);
    try {
      int ignored = put("/repository/raw-hosted/small/" + client + "/" + number, bytes);
    } catch (IOException e) {
      // As above.
      Thread.onSpinWait();
    }
  }

  private void image(String image, int number, byte[] layer) throws Exception {
    String digest = Load.sha256(layer);
    String blob = image + "/blobs/" + digest;
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},"layers":[]}\
        """
            .formatted(MANIFEST, digest, layer.length);
    if (number % 3 == 0) {
      String place = begin(image);
      if (place.isEmpty()) {
        return;
      }
      HttpResponse<byte[]> part = send("PATCH", place, layer, "application/octet-stream");
      if (part.statusCode() != 202) {
        note(part);
        return;
      }
      String next = location(part);
      tried.put(blob, digest);
      acknowledge(blob, digest, send("PUT", next + "?digest=" + digest, new byte[0], MANIFEST));
    } else {
      tried.put(blob, digest);
      acknowledge(
          blob, digest, send("POST", image + "/blobs/uploads/?digest=" + digest, layer, MANIFEST));
    }
    if (acknowledged.containsKey(blob)) {
      push(image + "/manifests/t" + number, manifest.getBytes(StandardCharsets.UTF_8), MANIFEST);
    }
  }

  private String begin(String image) throws Exception {
    HttpResponse<byte[]> session = send("POST", image + "/blobs/uploads/", new byte[0], MANIFEST);
    if (session.statusCode() != 202) {
      note(session);
      return "";
    }
    return location(session);
  }

  private static String location(HttpResponse<byte[]> response) {
    return URI.create(response.headers().firstValue("Location").orElseThrow()).getPath();
  }

  private void push(String path, byte[] bytes, String type) throws Exception {
    String digest = Load.sha256(bytes);
    tried.put(path, digest);
    acknowledge(path, digest, send("PUT", path, bytes, type));
  }

  private void acknowledge(String path, String digest, HttpResponse<byte[]> response)
      throws IOException {
    if (response.statusCode() != 201) {
      note(response);
      return;
    }
    synchronized (log) {
      log.write(ByteBuffer.wrap((path + " " + digest + "\n").getBytes(StandardCharsets.UTF_8)));
      log.force(false);
    }
    acknowledged.put(path, digest);
  }

  private void note(HttpResponse<byte[]> response) {
    refusals
        .computeIfAbsent(response.statusCode(), unused -> new AtomicInteger())
        .incrementAndGet();
    if (response.statusCode() < 500 && unexpected.size() < 20) {
      unexpected.add(response + " " + new String(response.body(), StandardCharsets.UTF_8));
    }
  }

  private HttpResponse<byte[]> send(String method, String path, byte[] body, String type)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", basic)
            .header(method.equals("GET") ? "Accept" : "Content-Type", type)
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  /** What was acknowledged so far. */
  Map<String, String> acknowledged() {
    return Map.copyOf(acknowledged);
  }

  /** How often which status came instead. */
  Map<Integer, AtomicInteger> refusals() {
    return Map.copyOf(refusals);
  }

  /** Answers that say that the client was wrong, which it was not. */
  List<String> unexpected() {
    return List.copyOf(unexpected);
  }

  /** A status of one GET. */
  int status(String path) throws IOException, InterruptedException {
    return send("GET", path, new byte[0], MANIFEST).statusCode();
  }

  /** Puts a file as a client would; gives the status. */
  int put(String path, byte[] bytes) throws Exception {
    String digest = Load.sha256(bytes);
    tried.put(path, digest);
    HttpResponse<byte[]> response = send("PUT", path, bytes, "application/x-random");
    acknowledge(path, digest, response);
    return response.statusCode();
  }

  /** Deletes a file; gives the status. */
  int delete(String path) throws IOException, InterruptedException {
    int status = send("DELETE", path, new byte[0], MANIFEST).statusCode();
    if (status == 204) {
      acknowledged.remove(path);
    }
    return status;
  }

  /**
   * What is wrong with what the server has, but for paths that were checked before: something
   * acknowledged that is not there, something that is there and is not what was sent.
   */
  List<String> verify(Map<String, String> checked)
      throws IOException, InterruptedException, NoSuchAlgorithmException {
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, String> sent : Map.copyOf(tried).entrySet()) {
      if (checked.containsKey(sent.getKey())) {
        continue;
      }
      HttpResponse<byte[]> found = send("GET", sent.getKey(), new byte[0], MANIFEST);
      boolean there = found.statusCode() == 200;
      if (there && !Load.sha256(found.body()).equals(sent.getValue())) {
        wrong.add("corrupt: " + sent.getKey());
      }
      if (!there && (acknowledged.containsKey(sent.getKey()) || found.statusCode() != 404)) {
        wrong.add(found.statusCode() + " for " + sent.getKey());
      }
    }
    return wrong;
  }

  @Override
  public void close() throws IOException {
    log.close();
  }
}
