package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A server that may have 256 files and sockets open, and 500 connections. */
public class DescriptorsIT {

  private static final int CONNECTIONS = 500;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void shouldRefuseWhatItCannotOpenAndRecover() throws Exception {
    try (LightProcess server =
            new LightProcess(folder.getRoot().toPath().resolve("data")).after("ulimit -n 256");
        Connections crowd = new Connections()) {
      server.start();
      try (Pushers pushers =
          new Pushers(
              server.port(), server.admin(), folder.getRoot().toPath().resolve("acknowledged"))) {
        assertThat(pushers.put("/repository/raw-hosted/before", new byte[10])).isEqualTo(201);
        crowd.begin(server);
        pushers.during(
            16,
            () ->
                Waiting.until(
                    "the crowd has taken what there is",
                    Duration.ofSeconds(60),
                    () -> refuses(server)));
        crowd.hangUp();

        Waiting.until(
            "the server takes files again",
            Duration.ofSeconds(60),
            () -> pushers.put("/repository/raw-hosted/after", new byte[10]) == 201);
        int before = pushers.acknowledged().size();
        pushers.during(
            16,
            () ->
                Waiting.until(
                    "pushes go on",
                    Duration.ofSeconds(60),
                    () -> pushers.acknowledged().size() > before + 20));
        assertThat(pushers.verify(Map.of())).as("%s", server.log()).isEmpty();
        assertThat(pushers.unexpected()).isEmpty();
        assertThat(pushers.refusals().keySet()).isSubsetOf(Set.of(503));
        // What it ran out of in between it has not lost for good.
        server.kill();
        server.start();
        assertThat(pushers.verify(Map.of())).isEmpty();
        System.err.printf(
            "figures: %d connections, %d acknowledged, refused %s%n",
            crowd.most, pushers.acknowledged().size(), pushers.refusals());
      }
    }
  }

  /** Whether a connection is not answered, or with 503. */
  private static boolean refuses(LightProcess server) {
    try (Socket socket = new Socket()) {
      socket.connect(address(server), 2_000);
      socket.setSoTimeout(2_000);
      socket
          .getOutputStream()
          .write("GET /health HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(12);
      return !new String(answer, StandardCharsets.US_ASCII).endsWith(" 200");
    } catch (IOException e) {
      return true;
    }
  }

  private static InetSocketAddress address(LightProcess server) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
  }

  /** Uploads that have begun and do not end. */
  private static final class Connections implements AutoCloseable {
    private final List<Socket> open = new ArrayList<>();
    private int most;

    void begin(LightProcess server) throws IOException {
      String basic =
          Base64.getEncoder().encodeToString(server.admin().getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < CONNECTIONS; i++) {
        Socket socket = new Socket();
        open.add(socket);
        try {
          socket.connect(address(server), 2_000);
          OutputStream out = socket.getOutputStream();
          out.write(
              ("PUT /repository/raw-hosted/slow/"
                      + i
                      + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\nAuthorization: Basic "
                      + basic
                      + "\r\n\r\nbegun")
                  .getBytes(StandardCharsets.US_ASCII));
          most++;
        } catch (IOException refused) {
          socket.close();
        }
      }
    }

    void hangUp() throws IOException {
      for (Socket socket : open) {
        socket.close();
      }
    }

    @Override
    public void close() throws IOException {
      hangUp();
    }
  }
}
