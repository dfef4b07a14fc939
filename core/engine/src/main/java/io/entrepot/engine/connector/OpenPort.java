package io.entrepot.engine.connector;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Optional;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.ThreadPool;

/**
 * A port that is listened on. It is taken as soon as it is bound; who comes before the server has
 * started waits in the backlog. Not thread-safe.
 */
final class OpenPort {
  private static final int BACKLOG = 512;

  private final String host;
  private final int number;
  private final boolean secure;
  private final Optional<String> repository;
  private Optional<ServerSocketChannel> socket = Optional.empty();
  private Optional<ServerConnector> connector = Optional.empty();
  private Optional<String> problem = Optional.empty();

  /**
   * A port.
   *
   * @param host the address to listen on
   * @param repository what it leads to; empty for a shared port
   */
  OpenPort(String host, int number, boolean secure, Optional<String> repository) {
    this.host = host;
    this.number = number;
    this.secure = secure;
    this.repository = repository;
  }

  int number() {
    return number;
  }

  boolean secure() {
    return secure;
  }

  Optional<String> repository() {
    return repository;
  }

  Optional<ServerConnector> connector() {
    return connector;
  }

  Optional<String> problem() {
    return problem;
  }

  String address() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + number;
  }

  /** Who has it, for those who cannot have it. */
  String holder() {
    return repository
        .map(name -> "repository '" + name + "'")
        .orElse("the server itself, for " + (secure ? "HTTPS" : "HTTP"));
  }

  /** Takes the port; does nothing if it is taken by this already. */
  void bind() throws IOException {
    if (socket.isPresent() || connector.isPresent()) {
      return;
    }
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      // What waits from an earlier run does not keep the port from us.
      channel.socket().setReuseAddress(true);
      channel.bind(new InetSocketAddress(host, number), BACKLOG);
    } catch (IOException | RuntimeException e) {
      IO.close(channel);
      throw refusal(e);
    }
    socket = Optional.of(channel);
  }

  /** Begins to serve on a started server; the port is bound if it was not. */
  void serve(Server server, HttpFactories factories) throws IOException {
    bind();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(HttpFactories.loader());
    try {
      ServerConnector made = factories.connector(server, secure, repository.isPresent() ? 1 : -1);
      made.setHost(host);
      made.setPort(number);
      made.setName(repository.orElse("shared"));
      makeRoom(server, 1);
      made.open(socket.orElseThrow());
      server.addConnector(made);
      made.start();
      connector = Optional.of(made);
      problem = Optional.empty();
    } catch (Exception e) {
      release();
      throw new IOException("port " + number + " cannot be opened: " + e, e);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
      socket = Optional.empty();
    }
  }

  /** Serves; what keeps it from that is noted, and given back. */
  Optional<String> tryServe(Server server, HttpFactories factories) {
    try {
      serve(server, factories);
    } catch (IOException e) {
      problem = Optional.of(String.valueOf(e.getMessage()));
    }
    return problem;
  }

  /** Lets go of the port, whatever is in flight. */
  void release() {
    socket.ifPresent(IO::close);
    socket = Optional.empty();
    connector.ifPresent(OpenPort::stop);
    connector = Optional.empty();
  }

  /** Lets go of the port; gives away the connector, which may have requests in flight. */
  Optional<ServerConnector> retire() {
    Optional<ServerConnector> going = connector;
    connector = Optional.empty();
    release();
    return going;
  }

  /** Stops a connector and takes it off its server. */
  static void stop(ServerConnector connector) {
    Server server = connector.getServer();
    try {
      connector.stop();
    } catch (Exception e) {
      throw new IllegalStateException(connector + " cannot be stopped", e);
    } finally {
      server.removeConnector(connector);
      connector.destroy();
      makeRoom(server, -1);
    }
  }

  // Each connector keeps a thread for itself, which the others shall not miss.
  private static void makeRoom(Server server, int threads) {
    if (server.getThreadPool() instanceof ThreadPool.SizedThreadPool pool) {
      pool.setMaxThreads(pool.getMaxThreads() + threads);
    }
  }

  private IOException refusal(Exception cause) {
    boolean taken =
        cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use");
    String why =
        taken ? " is taken by another program" : " cannot be opened: " + cause.getMessage();
    return new IOException("port " + number + why, cause);
  }
}
