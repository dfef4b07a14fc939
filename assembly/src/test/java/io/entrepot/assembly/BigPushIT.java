package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
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
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * One large layer from a client that pauses: of so many mebibytes as {@code
 * entrepot.push.mebibytes} says, with pauses of so many seconds as {@code entrepot.push.pause}.
 */
public class BigPushIT {

  private static final long SIZE = Long.getLong("entrepot.push.mebibytes", 192) << 20;
  private static final int PAUSE = Integer.getInteger("entrepot.push.pause", 3);
  private static final int PAUSES = 2;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private String basic;

  @Test
  public void shouldTakeALargePushWithPauses() throws Exception {
    try (LightProcess server = new LightProcess(folder.getRoot().toPath().resolve("data"))) {
      server.start();
      basic =
          "Basic "
              + Base64.getEncoder().encodeToString(server.admin().getBytes(StandardCharsets.UTF_8));
      String url = "http://127.0.0.1:" + server.port();
      HttpResponse<String> session =
          send(request(url + "/v2/docker-hosted/big/blobs/uploads/").POST(BodyPublishers.noBody()));
      assertThat(session.statusCode()).isEqualTo(202);
      String place = URI.create(session.headers().firstValue("Location").orElseThrow()).getPath();

      long begin = System.nanoTime();
      String digest = patch(server, place);
      HttpResponse<String> done =
          send(request(url + place + "?digest=" + digest).PUT(BodyPublishers.noBody()));
      assertThat(done.statusCode()).as(done.body()).isEqualTo(201);
      System.err.printf(
          "figures: a push of %d MiB with %d pauses of %d s took %.1f s%n",
          SIZE >> 20, PAUSES, PAUSE, (System.nanoTime() - begin) / 1e9);

      HttpResponse<InputStream> back =
          http.send(
              request(url + "/v2/docker-hosted/big/blobs/" + digest).build(),
              BodyHandlers.ofInputStream());
      MessageDigest found = MessageDigest.getInstance("SHA-256");
      try (InputStream in = back.body()) {
        byte[] buffer = new byte[1 << 16];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          found.update(buffer, 0, read);
        }
      }
      assertThat("sha256:" + HexFormat.of().formatHex(found.digest())).isEqualTo(digest);
    }
  }

  /** Sends it in one request; gives its digest. */
  private String patch(LightProcess server, String place) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] block = new byte[1 << 20];
    new Random(1).nextBytes(block);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "PATCH %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\nContent-Length: %d\r\n\r\n"
              .formatted(place, basic, SIZE)
              .getBytes(StandardCharsets.US_ASCII));
      long blocks = SIZE >> 20;
      for (long i = 0; i < blocks; i++) {
        if (i % (blocks / (PAUSES + 1)) == blocks / (PAUSES + 1) - 1) {
          pause();
        }
        block[0] = (byte) i;
        digest.update(block);
        out.write(block);
      }
      byte[] answer = socket.getInputStream().readNBytes(12);
      assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 202");
    }
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }

  private static void pause() throws IOException {
    try {
      boolean ignored = new CountDownLatch(1).await(PAUSE, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(URI.create(url))
        .timeout(Duration.ofMinutes(2))
        .header("Authorization", basic);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
