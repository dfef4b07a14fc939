package io.entrepot.spi.http;

import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** What the engine shall do next for a request: it moves all bytes, a format only says which. */
public sealed interface Response {

  /**
   * Answer.
   *
   * @param status the HTTP status
   * @param headers fields beside those that the engine sets ({@code Content-Length}, {@code
   *     Accept-Ranges}, {@code Content-Range}, {@code Date})
   * @param body the body
   */
  record Reply(int status, Headers headers, Body body) implements Response {

    /** An answer without a body. */
    public static Reply of(int status) {
      return new Reply(status, Headers.none(), Body.empty());
    }

    /** An asset: 200 with its type, entity tag and date. That it was read is noted. */
    public static Reply of(Asset asset) {
      Headers headers =
          Headers.of("Content-Type", asset.contentType())
              .and("ETag", asset.etag())
              .and(
                  "Last-Modified",
                  DateTimeFormatter.RFC_1123_DATE_TIME.format(
                      asset.updated().atOffset(ZoneOffset.UTC)));
      return new Reply(200, headers, new Body.Stored(asset.blob(), Optional.of(asset.path())));
    }

    /** A JSON text. */
    public static Reply json(int status, String json) {
      return new Reply(status, Headers.of("Content-Type", "application/json"), Body.text(json));
    }

    /** The same with one more header field. */
    public Reply with(String name, String value) {
      return new Reply(status, headers.and(name, value), body);
    }
  }

  /**
   * Take the request's body into an upload, then go on. No thread waits for a slow client.
   *
   * @param into where the bytes go
   * @param keepIfBroken whether the session stays, with the bytes that came, if the client breaks
   *     off; otherwise it is cancelled
   * @param then called with the upload when all bytes are in
   */
  record Receive(BlobUpload into, boolean keepIfBroken, IoFunction<BlobUpload, Response> then)
      implements Response {}

  /**
   * Read a small body whole, then go on.
   *
   * @param limit the most bytes that are acceptable; a longer body is a {@link Problem} 413
   * @param then called with the bytes
   */
  record Collect(int limit, IoFunction<byte[], Response> then) implements Response {}

  /**
   * Answer with the listing of a folder, as HTML or JSON, whichever the client prefers; 404 if it
   * is empty and not the root.
   *
   * @param folder which
   */
  record Listing(AssetPath folder) implements Response {}

  /**
   * Wait for something that is on its way, then go on. No thread waits. What the stage fails with
   * is as if the repository had thrown it.
   *
   * @param next completed with what to do then
   */
  record Await(CompletionStage<? extends Response> next) implements Response {

    /** Goes on with what a function makes of it. */
    public static <T> Await on(
        CompletionStage<T> awaited, IoFunction<? super T, ? extends Response> then) {
      return new Await(
          awaited.thenApply(
              value -> {
                try {
                  return then.apply(value);
                } catch (IOException e) {
                  throw new CompletionException(e);
                }
              }));
    }
  }

  /**
   * The same, the reply changed by a function once there is one. A listing stays as it is: the
   * engine replies.
   */
  default Response map(IoFunction<Reply, ? extends Response> change) throws IOException {
    if (this instanceof Reply reply) {
      return change.apply(reply);
    }
    if (this instanceof Receive receive) {
      return new Receive(
          receive.into(),
          receive.keepIfBroken(),
          upload -> receive.then().apply(upload).map(change));
    }
    if (this instanceof Collect collect) {
      return new Collect(collect.limit(), bytes -> collect.then().apply(bytes).map(change));
    }
    if (this instanceof Await await) {
      return Await.on(await.next(), response -> response.map(change));
    }
    return this;
  }
}
