package io.entrepot.engine.connector;

import java.util.Optional;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;

/** The ways in, as the handler of requests meets them. */
public interface Ways {

  /** The repository that a connector leads to; empty for the shared ports. */
  Optional<String> repositoryOf(Connector connector);

  /** The repository that a host name leads to; lower-case. */
  Optional<String> repositoryOf(String hostName);

  /**
   * Notes a request, so that closing its connector waits for its end. Called once for each, before
   * it is answered.
   */
  void arrived(Request request, Response response);

  /** Opens all connectors on a server once that has started, also after it was stopped. */
  void attach(Server server);

  /**
   * Takes no more connections and waits for the requests in flight, as long as they are granted.
   * Does nothing more the second time.
   */
  void drain();

  /** Takes all connectors off the server. What is open stays known for the next one. */
  void detach();
}
