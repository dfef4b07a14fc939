package io.entrepot.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A connection kept alive to a server on this machine, HTTP/1.1 with as little work as can be: what
 * a client costs is taken from the server on the same processors.
 */
final class Connection implements AutoCloseable {

  private static final int CHUNK = 1 << 20;

  /**
   * An answer.
   *
   * @param fields by lower-case name
   */
  record Answer(int status, Map<String, String> fields, String body) {

    /** The same if it has that status. */
    Answer expect(int wanted) throws IOException {
      if (status != wanted) {
        throw new IOException("answered " + status + " and not " + wanted + ": " + body);
      }
      return this;
    }

    /** The path in {@code Location}. */
    String location() throws IOException {
      String location = fields.get("location");
      if (location == null) {
        throw new IOException("no Location in the answer");
      }
      int scheme = location.indexOf("://");
      return scheme < 0 ? location : location.substring(location.indexOf('/', scheme + 3));
    }
  }

  private final Socket socket;
  private final InputStream in;
  private final String common;

  /**
   * Connects.
   *
   * @param authorization the field's value; empty for none
   */
  Connection(int port, String authorization) throws IOException {
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(60_000);
    this.in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
    this.common =
        "Host: localhost:"
            + port
            + "\r\n"
            + (authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n");
  }

  Answer request(String method, String path) throws IOException {
    return request(method, path, "", new byte[0]);
  }

  /**
   * Sends a request and takes the answer.
   *
   * @param type the body's media type; empty for no body
   */
  Answer request(String method, String path, String type, byte[] body) throws IOException {
    StringBuilder head =
        new StringBuilder(256).append(method).append(' ').append(path).append(" HTTP/1.1\r\n");
    head.append(common);
    if (!type.isEmpty()) {
      head.append("Content-Type: ").append(type).append("\r\n");
    }
    if (!method.equals("GET") && !method.equals("HEAD")) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    send(head.append("\r\n").toString().getBytes(Texts.CHARSET), body);
    return answer(method.equals("HEAD"));
  }

  private void send(byte[] head, byte[] body) throws IOException {
    if (body.length <= 64 * 1024) {
      byte[] all = new byte[head.length + body.length];
      System.arraycopy(head, 0, all, 0, head.length);
      System.arraycopy(body, 0, all, head.length, body.length);
      socket.getOutputStream().write(all);
      return;
    }
    socket.getOutputStream().write(head);
    for (int at = 0; at < body.length; at += CHUNK) {
      socket.getOutputStream().write(body, at, Math.min(CHUNK, body.length - at));
    }
  }

  private Answer answer(boolean bodiless) throws IOException {
    String status = line();
    Map<String, String> fields = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      fields.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int code = Integer.parseInt(status.substring(9, 12));
    boolean none = bodiless || code == 204 || code == 304;
    return new Answer(code, fields, none ? "" : body(fields));
  }

  private String body(Map<String, String> fields) throws IOException {
    String length = fields.get("content-length");
    if (length != null) {
      return new String(in.readNBytes(Integer.parseInt(length)), Texts.CHARSET);
    }
    if (!"chunked".equalsIgnoreCase(fields.get("transfer-encoding"))) {
      throw new IOException("an answer of unknown length");
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int size = chunk(); size > 0; size = chunk()) {
      all.writeBytes(in.readNBytes(size));
      line();
    }
    line();
    return all.toString(Texts.CHARSET);
  }

  private int chunk() throws IOException {
    return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    while (true) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (next == '\n') {
        return line.toString();
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
