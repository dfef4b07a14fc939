package io.entrepot.engine.connector;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** The requests in flight, by the connection that they came in. Thread-safe. */
final class Traffic {
  private final Map<EndPoint, Integer> busy = new ConcurrentHashMap<>();
  private volatile boolean draining;

  /** Counts a request until it has ended. */
  void arrived(Request request, Response response) {
    EndPoint connection = socket(request.getConnectionMetaData().getConnection().getEndPoint());
    busy.merge(connection, 1, Integer::sum);
    Request.addCompletionListener(request, failure -> left(connection));
    if (draining) {
      response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
    }
  }

  /**
   * From now on, tells those who keep their connections to close them.
   *
   * @return false if that was so already
   */
  synchronized boolean drain() {
    boolean first = !draining;
    draining = true;
    return first;
  }

  /** Ends what {@link #drain} began. */
  synchronized void resume() {
    draining = false;
  }

  /**
   * Waits until nothing is in flight.
   *
   * @return how many connections still had requests when the time was over
   */
  int await(Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    synchronized (this) {
      while (!busy.isEmpty()) {
        long millis = (end - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
          break;
        }
        wait(millis);
      }
    }
    return busy.size();
  }

  /** Closes those of a connector's connections that carry no request now; whether all did. */
  boolean closeIdle(AbstractConnector connector) {
    boolean idle = true;
    for (EndPoint connection : connector.getConnectedEndPoints()) {
      if (busy.containsKey(connection)) {
        idle = false;
      } else {
        connection.close();
      }
    }
    return idle;
  }

  private void left(EndPoint connection) {
    busy.computeIfPresent(connection, (key, count) -> count == 1 ? null : count - 1);
    if (draining) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  // The connector knows the socket, the request the end of TLS.
  private static EndPoint socket(EndPoint end) {
    EndPoint inner = end;
    while (inner instanceof EndPoint.Wrapper wrapper) {
      inner = wrapper.unwrap();
    }
    return inner;
  }
}
