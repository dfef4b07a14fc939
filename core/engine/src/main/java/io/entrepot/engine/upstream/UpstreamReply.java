package io.entrepot.engine.upstream;

import io.entrepot.spi.http.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** The head of an upstream's answer, and the way to its body. To be read or closed. */
public interface UpstreamReply extends AutoCloseable {

  /** The HTTP status. */
  int status();

  /** All fields but those of the connection. */
  Headers headers();

  /** How many bytes the body is said to have; empty if that is not said. */
  OptionalLong length();

  /** Brings the body to a sink, a buffer at a time: the next is read when it took the last. */
  void read(Sink sink);

  /** Gives the body up. Does nothing once it was read. */
  @Override
  void close();

  /** Takes a body: told once how it ended. */
  interface Sink {

    /** Takes all of the buffer. What it throws ends the body as broken. */
    void take(ByteBuffer bytes) throws IOException;

    /**
     * Called when it took a buffer: the next one is brought once the callback was run, by whatever
     * thread. Must not block.
     */
    default void whenReady(Runnable next) {
      next.run();
    }

    /** That was all: as much as was announced, or, if nothing was, framed as HTTP says. */
    void end();

    /** It broke off. */
    void broken(IOException cause);
  }
}
