package io.entrepot.assembly;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Clients of docker and raw repositories that work without a pause, and count what goes wrong. */
final class Load implements AutoCloseable {

  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Entrepot server;
  private final String basic;
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong done = new AtomicLong();
  private final List<Thread> clients = new ArrayList<>();
  private volatile boolean stopped;

  private Load(Entrepot server) throws IOException {
    this.server = server;
    this.basic =
        "Basic "
            + Base64.getEncoder().encodeToString(server.admin().getBytes(StandardCharsets.UTF_8));
  }

  /** Starts clients that push and pull images, and others that put and get files. */
  static Load start(Entrepot server) throws IOException {
    Load load = new Load(server);
    for (int i = 0; i < 2; i++) {
      int number = i;
      load.client("docker-" + i, round -> load.image(number, round));
      load.client("raw-" + i, round -> load.file(number, round));
    }
    return load;
  }

  /** One thing that a client does again and again. */
  private interface Round {
    void run(int number) throws Exception;
  }

  private void client(String name, Round round) {
    Thread thread =
        new Thread(
            () -> {
              for (int number = 0; !stopped; number++) {
                try {
                  round.run(number);
                } catch (Exception e) {
                  failures.add(name + ": " + e);
                }
              }
            },
            "load-" + name);
    thread.setDaemon(true);
    thread.start();
    clients.add(thread);
  }

  private void image(int client, int round) throws Exception {
    byte[] config =
        ("{\"client\":" + client + ",\"round\":" + round + "}").getBytes(StandardCharsets.UTF_8);
    String digest = sha256(config);
    String image = "/v2/docker-hosted/load/c" + client;
    expect(
        201,
        "POST",
        image + "/blobs/uploads/?digest=" + digest,
        config,
        "application/octet-stream");
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},"layers":[]}"""
            .formatted(MANIFEST, digest, config.length);
    expect(
        201,
        "PUT",
        image + "/manifests/r" + round % 10,
        manifest.getBytes(StandardCharsets.UTF_8),
        MANIFEST);
    expect(200, "GET", image + "/manifests/r" + round % 10, null, MANIFEST);
    expect(200, "GET", image + "/blobs/" + digest, null, MANIFEST);
  }

  private void file(int client, int round) throws Exception {
    String path = "/repository/raw-hosted/load/" + client + "/" + round % 10;
    byte[] bytes = ("round " + round).getBytes(StandardCharsets.UTF_8);
    expect(201, "PUT", path, bytes, "text/plain");
    expect(200, "GET", path, null, "text/plain");
  }

  private void expect(int status, String method, String path, byte[] body, String type)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", basic)
            .header(body == null ? "Accept" : "Content-Type", type)
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() == status) {
      done.incrementAndGet();
    } else {
      failures.add(method + " " + path + " gave " + response.statusCode() + ": " + response.body());
    }
  }

  static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  /** Requests that went as they should. */
  long done() {
    return done.get();
  }

  /** What went wrong, so far. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    stopped = true;
    try {
      for (Thread client : clients) {
        client.join();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
