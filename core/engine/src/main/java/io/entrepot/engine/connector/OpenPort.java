package io.entrepot.engine.connector;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Optional;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.IO;

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
  private Optional<Listener> listener = Optional.empty();
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

  Optional<Listener> listener() {
    return listener;
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
    if (socket.isPresent() || listener.isPresent()) {
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
    try {
      ServerConnector made = factories.connector(server, secure, repository.isPresent() ? 1 : -1);
      made.setHost(host);
      made.setPort(number);
      made.setName(repository.orElse("shared"));
      listener = Optional.of(Listener.start(server, made, socket.orElseThrow()));
      problem = Optional.empty();
    } catch (Exception e) {
      socket.ifPresent(IO::close);
      throw new IOException("port " + number + " cannot be opened: " + e, e);
    } finally {
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
    listener.ifPresent(Listener::stop);
    listener = Optional.empty();
  }

  /** Gives the listener away, which may have requests in flight. */
  Optional<Listener> retire() {
    Optional<Listener> going = listener;
    listener = Optional.empty();
    release();
    return going;
  }

  private IOException refusal(Exception cause) {
    boolean taken =
        cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use");
    String why =
        taken ? " is taken by another program" : " cannot be opened: " + cause.getMessage();
    return new IOException("port " + number + why, cause);
  }
}
