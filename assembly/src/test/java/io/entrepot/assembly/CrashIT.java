package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Pushes that do not go well the first time. */
public class CrashIT {

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Entrepot server;
  private String basic;

  @Before
  public void start() throws IOException {
    server = Entrepot.started();
    basic =
        "Basic "
            + Base64.getEncoder().encodeToString(server.admin().getBytes(StandardCharsets.UTF_8));
  }

  @After
  public void stop() throws IOException {
    server.close();
  }

  @Test
  public void shouldTakeTheRetryOfAPushThatAKillCutOff() throws Exception {
    Path image = Images.oci(server.scratch("image"), "killed", 6, 20);
    Path kept = Images.oci(server.scratch("kept"), "kept", 1, 1);
    push(kept, "kept").succeed();

    CompletableFuture<Command.Result> pushing =
        CompletableFuture.supplyAsync(() -> push(image, "app").run());
    Waiting.until("bytes of the push have come in", Duration.ofSeconds(60), () -> uploading() > 0);
    server.kill();
    pushing.join();
    Duration restart = server.start();

    System.err.printf("figures: start after kill -9 %d ms%n", restart.toMillis());
    push(image, "app").succeed();
    Path back = server.scratch("back");
    for (String name : new String[] {"app", "kept"}) {
      Command.of(
              "skopeo",
              "--insecure-policy",
              "copy",
              "--src-tls-verify=false",
              "--src-creds",
              server.admin(),
              "docker://" + server.registry() + "/docker-hosted/" + name + ":v1",
              "oci:" + back + ":" + name)
          .succeed();
    }
  }

  @Test
  public void shouldGoOnWithAPushWhereItBrokeOffAlsoAfterARestart() throws Exception {
    byte[] blob = new byte[8 << 20];
    new Random(8).nextBytes(blob);
    String digest =
        "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(blob));
    HttpResponse<String> session =
        send(request("/v2/docker-hosted/resumed/blobs/uploads/").POST(BodyPublishers.noBody()));
    assertThat(session.statusCode()).isEqualTo(202);
    String location = session.headers().firstValue("Location").orElseThrow();

    breakOff(location, blob, 5 << 20);
    Waiting.until(
        "what came before the break is there", Duration.ofSeconds(20), () -> offset(location) > 0);
    server.kill();
    server.start();
    int offset = offset(location);
    HttpResponse<String> rest =
        send(
            request(location)
                .header("Content-Range", offset + "-" + (blob.length - 1))
                .header("Content-Type", "application/octet-stream")
                .method("PATCH", BodyPublishers.ofByteArray(blob, offset, blob.length - offset)));
    assertThat(rest.statusCode()).as(rest.body()).isEqualTo(202);
    String next = rest.headers().firstValue("Location").orElseThrow();
    String separator = next.contains("?") ? "&" : "?";
    HttpResponse<String> done =
        send(request(next + separator + "digest=" + digest).PUT(BodyPublishers.noBody()));

    assertThat(done.statusCode()).as(done.body()).isEqualTo(201);
    HttpResponse<byte[]> back =
        http.send(
            request("/v2/docker-hosted/resumed/blobs/" + digest).build(),
            BodyHandlers.ofByteArray());
    assertThat(back.body()).isEqualTo(blob);
  }

  /** Announces the whole blob, sends a part of it, and hangs up. */
  private void breakOff(String location, byte[] blob, int sent) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.httpPort())) {
      OutputStream out = socket.getOutputStream();
      String head =
          "PATCH %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\nContent-Length: %d\r\n\r\n"
              .formatted(location, basic, blob.length);
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(blob, 0, sent);
      out.flush();
      Waiting.until("the part has arrived", Duration.ofSeconds(20), () -> uploading() >= sent / 2);
    }
  }

  private int offset(String location) throws IOException, InterruptedException {
    HttpResponse<String> status = send(request(location).GET());
    String range = status.headers().firstValue("Range").orElse("0-0");
    return status.statusCode() == 204 && !range.equals("0-0")
        ? Integer.parseInt(range.substring(range.indexOf('-') + 1)) + 1
        : 0;
  }

  /** Bytes that lie in unfinished uploads. */
  private long uploading() throws IOException {
    Path uploads = server.data().resolve("blobs/default/uploads");
    if (!Files.isDirectory(uploads)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(uploads)) {
      return files.mapToLong(file -> file.toFile().length()).max().orElse(0);
    }
  }

  private Command push(Path layout, String name) {
    try {
      return Command.of(
          "skopeo",
          "--insecure-policy",
          "copy",
          "--dest-tls-verify=false",
          "--dest-creds",
          server.admin(),
          "oci:" + layout + ":v1",
          "docker://" + server.registry() + "/docker-hosted/" + name + ":v1");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", basic);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
