package io.entrepot.engine.http;

import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.http.Body;
import io.entrepot.spi.http.ErrorForm;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.util.BufferUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request from the first step to the last byte: follows what a format says is to be done next,
 * and tells the client what goes wrong on the way in the form that it understands.
 */
final class Exchange {
  private static final Logger log = LoggerFactory.getLogger(Exchange.class);

  /** A step that says what to do next. */
  @FunctionalInterface
  interface Step {
    /** Takes it. */
    Response take() throws IOException;
  }

  private final Wire wire;
  private final Optional<Folders> folders;
  private final ErrorForm form;
  private EdgeRequest request;

  /**
   * An exchange.
   *
   * @param request as far as it is known
   * @param folders what {@link Response.Listing} lists
   * @param form how problems are told
   */
  Exchange(Wire wire, EdgeRequest request, Optional<Folders> folders, ErrorForm form) {
    this.wire = wire;
    this.request = request;
    this.folders = folders;
    this.form = form;
  }

  /** The request, as far as it is known by now. */
  EdgeRequest request() {
    return request;
  }

  /** More is known of the request. */
  void by(EdgeRequest known) {
    request = known;
    wire.by(known.subject());
  }

  /** Takes a step and does what it says; what it throws is told to the client. */
  void proceed(Step step) {
    try {
      follow(step.take());
    } catch (IOException | RuntimeException | LinkageError e) {
      refuse(e);
    }
  }

  private void follow(Response response) throws IOException {
    if (response instanceof Response.Reply reply) {
      requireSound(reply);
      send(Answer.of(request.message(), reply));
      return;
    }
    if (response instanceof Response.Receive receive) {
      receive(new Receiving(receive));
      return;
    }
    if (response instanceof Response.Collect collect) {
      collect(collect);
      return;
    }
    if (response instanceof Response.Await await) {
      await(await.next());
      return;
    }
    Response.Listing listing = (Response.Listing) response;
    Folders listed =
        folders.orElseThrow(() -> new IOException("a claim's answer cannot be a listing"));
    follow(new FolderListing(request, listed, listing.folder()).reply());
  }

  /** What never begins to come is told as an error: once the head is out, it cannot be. */
  private void send(Answer answer) throws IOException {
    if (!(answer.payload() instanceof Answer.Payload.Growing growing)) {
      wire.send(answer);
      return;
    }
    growing
        .bytes()
        .whenReadable(
            0,
            () ->
                wire.execute(
                    () -> {
                      try {
                        growing.bytes().read(0, BufferUtil.EMPTY_BUFFER.duplicate());
                        wire.send(answer);
                      } catch (IOException | RuntimeException e) {
                        refuse(e);
                      }
                    }));
  }

  /**
   * Clients ask whether something is there before they send it: what cannot be read is not there,
   * or nobody would ever send it again.
   */
  private void requireSound(Response.Reply reply) throws ProblemException {
    if (request.message().method() == Method.HEAD
        && reply.body() instanceof Body.Stored stored
        && wire.damaged(stored.blob())) {
      throw new Problem(404, "NOT_FOUND", "what was stored is damaged: send it again")
          .asException();
    }
  }

  /** Goes on in a thread of the server's: who completes the stage has other things to do. */
  private void await(CompletionStage<? extends Response> next) throws IOException {
    CompletableFuture<? extends Response> future = next.toCompletableFuture();
    if (future.isDone() && !future.isCompletedExceptionally()) {
      follow(future.join());
      return;
    }
    next.whenComplete(
        (response, failure) ->
            wire.execute(
                () ->
                    proceed(
                        () -> {
                          if (failure != null) {
                            throw thrown(failure);
                          }
                          return response;
                        })));
  }

  private static IOException thrown(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof IOException expected ? expected : new IOException(cause);
  }

  private void receive(Receiving receiving) throws IOException {
    long announced = request.contentLength().orElse(0);
    try {
      if (announced > 0) {
        receiving.receive.into().expect(announced);
      }
    } catch (IOException | RuntimeException e) {
      receiving.letGo(receiving.receive.keepIfBroken());
      throw e;
    }
    wire.read(receiving);
  }

  private void collect(Response.Collect collect) throws IOException {
    if (request.contentLength().orElse(0) > collect.limit()) {
      throw tooLarge(collect);
    }
    wire.read(new Collecting(collect));
  }

  private void refuse(Throwable failure) {
    Problem problem = Problems.of(failure, wire.toString());
    if (wire.committed()) {
      wire.abort(failure);
      return;
    }
    try {
      wire.send(Answer.of(request.message(), rendered(problem)));
    } catch (IOException e) {
      wire.abort(e);
    }
  }

  private void brokenOff(Throwable cause) {
    boolean silent =
        cause instanceof TimeoutException || cause.getCause() instanceof TimeoutException;
    if (!silent || wire.committed()) {
      wire.abort(cause);
      return;
    }
    Problem problem = new Problem(408, "REQUEST_TIMEOUT", "the body stopped coming");
    try {
      wire.send(Answer.of(request.message(), rendered(problem).with("Connection", "close")));
    } catch (IOException e) {
      wire.abort(e);
    }
  }

  private Response.Reply rendered(Problem problem) {
    try {
      return form.render(request, problem);
    } catch (RuntimeException e) {
      log.error("{}: the format's error form failed", wire, e);
      return new Problems().render(request, problem);
    }
  }

  private static ProblemException tooLarge(Response.Collect collect) {
    return new Problem(413, "SIZE_INVALID", "the body is longer than " + collect.limit() + " bytes")
        .asException();
  }

  /** Takes a body into an upload. */
  private final class Receiving implements BodyReader.Sink {
    private final Response.Receive receive;

    Receiving(Response.Receive receive) {
      this.receive = receive;
    }

    @Override
    public boolean take(ByteBuffer bytes) throws IOException {
      receive.into().write(bytes);
      return true;
    }

    @Override
    public void end() {
      proceed(
          () -> {
            boolean done = false;
            try {
              Response next = receive.then().apply(receive.into());
              done = true;
              return next;
            } finally {
              letGo(done || receive.keepIfBroken());
            }
          });
    }

    @Override
    public void broken(Throwable cause) {
      letGo(receive.keepIfBroken());
      brokenOff(cause);
    }

    @Override
    public void failed(Throwable cause) {
      letGo(receive.keepIfBroken());
      wire.giveUp();
      refuse(cause);
    }

    private void letGo(boolean keep) {
      BlobUpload upload = receive.into();
      try (upload) {
        if (!keep) {
          upload.cancel();
        }
      } catch (IOException e) {
        log.warn("{}: upload {} cannot be let go", wire, upload.id(), e);
      }
    }
  }

  /** Takes a small body whole. */
  private final class Collecting implements BodyReader.Sink {
    private final Response.Collect collect;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Collecting(Response.Collect collect) {
      this.collect = collect;
    }

    @Override
    public boolean take(ByteBuffer more) throws IOException {
      if (bytes.size() + (long) more.remaining() > collect.limit()) {
        throw tooLarge(collect);
      }
      bytes.writeBytes(BufferUtil.toArray(more));
      return true;
    }

    @Override
    public void end() {
      proceed(() -> collect.then().apply(bytes.toByteArray()));
    }

    @Override
    public void broken(Throwable cause) {
      brokenOff(cause);
    }

    @Override
    public void failed(Throwable cause) {
      wire.giveUp();
      refuse(cause);
    }
  }
}
