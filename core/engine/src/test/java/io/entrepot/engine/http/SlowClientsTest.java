package io.entrepot.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.ClassRule;
import org.junit.Test;

/** A pool of 16 threads against thousands of clients who take their time. */
public final class SlowClientsTest {
  private static final int THREADS = 16;
  private static final int UPLOADS = 2_000;
  private static final int DOWNLOADS = 100;
  private static final int QUICK = 100;
  // Below this the machine's own hiccups are all there is to see.
  private static final long CALM = TimeUnit.MILLISECONDS.toNanos(5);

  @ClassRule public static final EdgeServer edge = new EdgeServer().threads(THREADS);

  @Test
  public void shouldServeOthersWhileThousandsUploadSlowly() throws Exception {
    edge.put("/repository/files/quick", "quick".getBytes(StandardCharsets.UTF_8));
    quick();
    long idle = Math.max(CALM, Math.min(quick(), quick()));
    long busy = Long.MAX_VALUE;
    List<RawClient> slow = new ArrayList<>();
    try {
      for (int i = 0; i < UPLOADS; i++) {
        RawClient client = edge.raw();
        slow.add(client);
        client.send(
            "PUT /repository/files/slow/"
                + i
                + " HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nAuthorization: "
                + TestGate.ADMIN
                + "\r\n\r\n");
      }
      for (String letter : List.of("a", "b", "c")) {
        for (RawClient client : slow) {
          client.send(letter);
        }
        for (int i = 0; i < 10; i++) {
          assertThat(edge.put("/repository/files/mine", new byte[100_000]).statusCode())
              .isEqualTo(201);
        }
        busy = Math.min(busy, quick());
      }
      System.err.printf(
          "figures: p99 of others %.1f ms beside %d slow uploads, %.1f ms without%n",
          busy / 1e6, UPLOADS, idle / 1e6);
      assertThat(busy).as("p99 of others, in ns").isLessThanOrEqualTo(2 * idle);
      QueuedThreadPool pool = (QueuedThreadPool) edge.server().getThreadPool();
      // Two more, for the selectors of the two shared ports.
      assertThat(pool.getThreads()).isLessThanOrEqualTo(THREADS + 2);
      // The last of the quick ones may have its answer a moment before it lets go.
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (edge.serving().held() > UPLOADS && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      assertThat(edge.serving().held()).isEqualTo(UPLOADS);
      for (RawClient client : slow) {
        client.send("def");
      }
      for (RawClient client : slow) {
        assertThat(client.read().status()).isEqualTo(201);
      }
    } finally {
      for (RawClient client : slow) {
        client.close();
      }
    }
    assertThat(edge.send(edge.admin("/repository/files/slow/" + (UPLOADS - 1))).body())
        .isEqualTo("abcdef");
  }

  @Test
  public void shouldServeOthersWhileManyDownloadsStandStill() throws Exception {
    byte[] large = new byte[20_000_000];
    edge.put("/repository/files/large", large);
    edge.put("/repository/files/quick", "quick".getBytes(StandardCharsets.UTF_8));
    List<Socket> stopped = new ArrayList<>();
    try {
      for (int i = 0; i < DOWNLOADS; i++) {
        stopped.add(askAndReadNothing());
      }
      for (int i = 0; i < 50; i++) {
        assertThat(edge.send(edge.admin("/repository/files/quick")).body()).isEqualTo("quick");
      }
      RawClient.Reply all = new RawClient(stopped.get(0)).read();
      assertThat(all.body()).hasSize(large.length);
    } finally {
      for (Socket socket : stopped) {
        socket.close();
      }
    }
  }

  /** The time that all but the slowest of a hundred requests take. */
  private static long quick() throws Exception {
    long[] times = new long[QUICK];
    for (int i = 0; i < QUICK; i++) {
      long begin = System.nanoTime();
      HttpResponse<String> quick = edge.send(edge.admin("/repository/files/quick"));
      times[i] = System.nanoTime() - begin;
      assertThat(quick.body()).isEqualTo("quick");
    }
    Arrays.sort(times);
    return times[QUICK - 2];
  }

  private static Socket askAndReadNothing() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(8 * 1024);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), edge.port()));
    socket
        .getOutputStream()
        .write(
            ("GET /repository/files/large HTTP/1.1\r\nHost: x\r\nAuthorization: "
                    + TestGate.ADMIN
                    + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
    return socket;
  }
}
