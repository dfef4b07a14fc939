package io.entrepot.engine.http;

import io.entrepot.spi.content.StoredBlob;
import io.entrepot.spi.security.Subject;
import java.io.IOException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The client's end of an exchange: its body, the way to it, and the end of both. */
final class Wire {
  private final Request request;
  private final Response response;
  private final Delivery delivery;
  private final Callback callback;
  private boolean begun;
  private boolean ended;

  /**
   * A wire.
   *
   * @param callback told once, when the exchange has ended
   */
  Wire(Request request, Response response, Delivery delivery, Callback callback) {
    this.request = request;
    this.response = response;
    this.delivery = delivery;
    this.callback = callback;
  }

  /** Notes whose request it is. */
  void by(Subject subject) {
    RequestLog.by(request, subject);
  }

  /** Runs something in one of the server's threads. */
  void execute(Runnable task) {
    request.getComponents().getExecutor().execute(task);
  }

  /** Reads the body. */
  void read(BodyReader.Sink sink) {
    begun = true;
    ended = true;
    new BodyReader(request, sink).run();
  }

  /** Nothing more of the body will be read. */
  void giveUp() {
    ended = false;
  }

  /**
   * Sends an answer and ends the exchange.
   *
   * @throws IOException if nothing was sent and something else can be
   */
  void send(Answer answer) throws IOException {
    delivery.send(answer, response, unread() ? new Linger(request, callback) : callback);
  }

  /** Whether a blob cannot be sent, because its bytes are not what was stored. */
  boolean damaged(StoredBlob blob) {
    return delivery.damaged(blob);
  }

  /** Whether it is too late for another answer. */
  boolean committed() {
    return response.isCommitted();
  }

  /** Ends the exchange so that the client sees that it failed. */
  void abort(Throwable cause) {
    callback.failed(cause);
  }

  // One who waits for a 100 sends nothing more once it has another answer.
  private boolean unread() {
    return !ended
        && request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2
        && (begun || !request.getHeaders().contains(HttpHeader.EXPECT))
        && (request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING) || request.getLength() > 0);
  }

  @Override
  public String toString() {
    return request.getMethod() + " " + TargetPath.printable(request.getHttpURI().getPath());
  }
}
