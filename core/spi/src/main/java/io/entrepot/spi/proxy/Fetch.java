package io.entrepot.spi.proxy;

import io.entrepot.spi.blob.GrowingBlob;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.http.Body;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What became of something that was {@link Wanted}. */
public sealed interface Fetch {

  /** The field that says where an answer came from (RFC 9211). */
  String CACHE_STATUS = "Cache-Status";

  /**
   * It is kept.
   *
   * @param asset as it is now
   * @param status the value of {@code Cache-Status}: whether it was there, was looked up again, has
   *     just come, or is old because upstream cannot be asked
   */
  record Kept(Asset asset, String status) implements Fetch {}

  /**
   * It is on its way.
   *
   * @param bytes as far as they have come
   * @param headers those of upstream's fields that describe them: {@code Content-Type}, {@code
   *     ETag}, {@code Last-Modified}
   * @param status the value of {@code Cache-Status}
   */
  record Coming(GrowingBlob bytes, Headers headers, String status) implements Fetch {}

  /**
   * Upstream has it: the answer to {@link ProxyCache#look}.
   *
   * @param headers upstream's fields, but for those that are between upstream and this server;
   *     {@code Content-Length} too. A client gets those of them that every client knows what to do
   *     with
   * @param status the value of {@code Cache-Status}
   */
  record Seen(Headers headers, String status) implements Fetch {

    private Response.Reply answer() {
      Headers described = Headers.none();
      for (String name : List.of("Content-Type", "ETag", "Last-Modified")) {
        Optional<String> value = headers.first(name);
        described = value.isPresent() ? described.and(name, value.get()) : described;
      }
      return new Response.Reply(200, described, new Body.Growing(new Announced(length())))
          .with(CACHE_STATUS, status);
    }

    private OptionalLong length() {
      return headers
          .first("Content-Length")
          .filter(text -> text.matches("[0-9]{1,18}"))
          .map(text -> OptionalLong.of(Long.parseLong(text)))
          .orElse(OptionalLong.empty());
    }
  }

  /** Bytes of which nothing is known but how many there are. */
  record Announced(OptionalLong length) implements GrowingBlob {

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
      throw new IOException("it was only looked up");
    }

    @Override
    public void whenReadable(long position, Runnable callback) {
      callback.run();
    }
  }

  /**
   * Upstream says that it has none.
   *
   * @param problem 404, naming it
   */
  record Absent(Problem problem) implements Fetch {}

  /**
   * It cannot be had now, and nothing is kept that could be served instead.
   *
   * @param problem 502, 503 or 504, naming the upstream; 403 if a rule forbids it
   */
  record Failed(Problem problem) implements Fetch {}

  /**
   * The answer to a client.
   *
   * @throws ProblemException if there is nothing to send
   */
  default Response.Reply reply() throws ProblemException {
    if (this instanceof Kept kept) {
      return Response.Reply.of(kept.asset()).with(CACHE_STATUS, kept.status());
    }
    if (this instanceof Coming coming) {
      return new Response.Reply(200, coming.headers(), new Body.Growing(coming.bytes()))
          .with(CACHE_STATUS, coming.status());
    }
    if (this instanceof Seen seen) {
      return seen.answer();
    }
    throw (this instanceof Absent absent ? absent.problem() : ((Failed) this).problem())
        .asException();
  }
}
