package io.entrepot.testkit.upstream;

import io.entrepot.spi.http.Headers;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * A small HTTP/1.1 server on 127.0.0.1 that answers each path as it is told, keeps connections
 * open, and remembers what it was asked. 404 where it was told nothing.
 */
public final class FaultyUpstream implements AutoCloseable {

  private static final int LONGEST_HEAD = 64 << 10;

  private final ServerSocket server;
  private final String scheme;
  private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
  private final List<Received> requests = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final CountDownLatch stopped = new CountDownLatch(1);

  private FaultyUpstream(ServerSocket server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    daemon("faulty-upstream", this::accept);
  }

  /** Starts on a free port. */
  public static FaultyUpstream start() throws IOException {
    return new FaultyUpstream(new ServerSocket(0, 1024, local()), "http");
  }

  /** Starts on a free port, with TLS. */
  public static FaultyUpstream start(SSLContext tls) throws IOException {
    return new FaultyUpstream(
        tls.getServerSocketFactory().createServerSocket(0, 1024, local()), "https");
  }

  /** Starts on a free port, with TLS, and would like to see certificates of those who ask. */
  public static FaultyUpstream startAskingForCertificates(SSLContext tls) throws IOException {
    SSLServerSocket socket =
        (SSLServerSocket) tls.getServerSocketFactory().createServerSocket(0, 1024, local());
    socket.setWantClientAuth(true);
    return new FaultyUpstream(socket, "https");
  }

  /**
   * Says how a path is answered: one time after the other, and as the last one says from then on.
   * {@code *} stands for all paths of which nothing else is said.
   */
  public FaultyUpstream on(String path, Answer... inOrder) {
    answers.put(path, new ArrayDeque<>(List.of(inOrder)));
    return this;
  }

  /** Its address, without a trailing slash. */
  public String url() {
    return scheme + "://127.0.0.1:" + port();
  }

  /** Its port. */
  public int port() {
    return server.getLocalPort();
  }

  /** All requests so far, in order. */
  public List<Received> requests() {
    return List.copyOf(requests);
  }

  /** The requests for a path. */
  public List<Received> requests(String path) {
    return requests.stream().filter(request -> request.path().equals(path)).toList();
  }

  /** How many requests came for a path. */
  public int count(String path) {
    return requests(path).size();
  }

  /** How many connections were opened. */
  public int connections() {
    return connections.get();
  }

  /** Ends all connections and takes no more. */
  @Override
  public void close() throws IOException {
    stopped.countDown();
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.incrementAndGet();
        open.add(socket);
        daemon("faulty-upstream-connection", () -> serve(socket));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = new BufferedOutputStream(socket.getOutputStream());
      Wire wire = new Wire(socket, out, stopped);
      while (!wire.ended()) {
        Optional<Received> request = read(in);
        if (request.isEmpty()) {
          return;
        }
        requests.add(request.get());
        answer(request.get().path()).answer(request.get(), wire);
        out.flush();
      }
    } catch (IOException e) {
      // Who asked is gone, or was sent away: that is what happens here.
    } finally {
      open.remove(socket);
    }
  }

  private Answer answer(String path) {
    Deque<Answer> script =
        Optional.ofNullable(answers.get(path))
            .or(() -> Optional.ofNullable(answers.get("*")))
            .orElseGet(ArrayDeque::new);
    synchronized (script) {
      if (script.isEmpty()) {
        return Answers.status(404);
      }
      return script.size() == 1 ? script.getFirst() : script.removeFirst();
    }
  }

  private static Optional<Received> read(InputStream in) throws IOException {
    Optional<String> line = line(in);
    if (line.isEmpty()) {
      return Optional.empty();
    }
    String[] words = line.get().split(" ", -1);
    if (words.length != 3) {
      throw new IOException("not a request: " + line.get());
    }
    Headers headers = Headers.none();
    for (String field = line(in).orElse(""); !field.isEmpty(); field = line(in).orElse("")) {
      int colon = field.indexOf(':');
      headers = headers.and(field.substring(0, colon), field.substring(colon + 1).strip());
    }
    return Optional.of(new Received(words[0], words[1], headers));
  }

  private static Optional<String> line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return Optional.empty();
      }
      if (line.length() == LONGEST_HEAD) {
        throw new IOException("a line is too long");
      }
      line.append((char) c);
    }
    return Optional.of(line.toString().stripTrailing());
  }

  private static InetAddress local() throws IOException {
    return InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
