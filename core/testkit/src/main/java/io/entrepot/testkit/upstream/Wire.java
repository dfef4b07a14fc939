package io.entrepot.testkit.upstream;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The way back to who asked: bytes as they are. */
public final class Wire {

  private final Socket socket;
  private final OutputStream out;
  private final CountDownLatch stopped;
  private boolean ended;

  Wire(Socket socket, OutputStream out, CountDownLatch stopped) {
    this.socket = socket;
    this.out = out;
    this.stopped = stopped;
  }

  /** Writes a head: the status line and these lines, each {@code Name: value}. */
  public Wire head(int status, String... lines) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" Such\r\n");
    for (String line : lines) {
      head.append(line).append("\r\n");
    }
    return send(head.append("\r\n").toString());
  }

  /** Writes characters of Latin-1. */
  public Wire send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Writes bytes. */
  public Wire send(byte[] bytes) throws IOException {
    return send(bytes, 0, bytes.length);
  }

  /** Writes some bytes of an array. */
  public Wire send(byte[] bytes, int from, int length) throws IOException {
    out.write(bytes, from, length);
    out.flush();
    return this;
  }

  /** Closes the connection after the answer, in order. */
  public void end() {
    ended = true;
  }

  /** Closes the connection with a reset. */
  public void reset() throws IOException {
    ended = true;
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Says nothing for so long, or until the server stops. */
  public void pause(Duration time) throws IOException {
    try {
      if (stopped.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException("the server stops");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** Says nothing any more: until the server stops. */
  public void hang() throws IOException {
    pause(Duration.ofDays(1));
  }

  boolean ended() {
    return ended;
  }
}
