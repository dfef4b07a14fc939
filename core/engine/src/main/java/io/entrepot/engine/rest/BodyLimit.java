package io.entrepot.engine.rest;

import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads no more than so many bytes of a request's body. */
final class BodyLimit extends FilterInputStream {

  /** 1 MiB: the longest list of privileges is far below it. */
  static final long BYTES = 1 << 20;

  private long left = BYTES;

  private BodyLimit(InputStream body) {
    super(body);
  }

  /**
   * Limits a request's body.
   *
   * @throws ProblemException 413 if it says itself that it is too long
   */
  static void apply(ContainerRequestContext request) throws ProblemException {
    if (request.getLength() > BYTES) {
      throw tooLong();
    }
    request.setEntityStream(new BodyLimit(request.getEntityStream()));
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    count(Math.max(0, read));
    return read;
  }

  private void count(int read) throws ProblemException {
    left -= read;
    if (left < 0) {
      throw tooLong();
    }
  }

  private static ProblemException tooLong() {
    return new Problem(413, "PAYLOAD_TOO_LARGE", "the body is longer than " + BYTES + " bytes")
        .asException();
  }
}
