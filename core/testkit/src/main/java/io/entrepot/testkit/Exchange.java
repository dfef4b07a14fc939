package io.entrepot.testkit;

import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.GrowingBlob;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.Node;
import io.entrepot.spi.content.PreconditionFailedException;
import io.entrepot.spi.http.Body;
import io.entrepot.spi.http.ErrorForm;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.IoFunction;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.page.Cursor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

/** One request, pumped through as the engine does it: the bytes in, the reply out. */
final class Exchange {

  /** Small, so that a test's body comes in several pieces. */
  private static final int CHUNK = 7;

  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private final TestRequest request;
  private final ContentStore content;
  private final Optional<ErrorForm> errors;

  Exchange(TestRequest request, ContentStore content, Optional<ErrorForm> errors) {
    this.request = request;
    this.content = content;
    this.errors = errors;
  }

  TestReply run(IoFunction<Request, Response> handler) {
    try {
      return answer(take(handler.apply(request)), Optional.empty());
    } catch (ProblemException e) {
      return answer(e.problem());
    } catch (PreconditionFailedException e) {
      return answer(new Problem(412, "PRECONDITION_FAILED", e.getMessage()));
    } catch (IOException e) {
      return answer(new Problem(500, "INTERNAL", String.valueOf(e.getMessage())));
    }
  }

  /** Sends that many bytes of the body, then goes away. */
  void breakOff(IoFunction<Request, Response> handler, int bytes) throws IOException {
    Response response = handler.apply(request);
    if (response instanceof Response.Receive receive) {
      pump(receive.into(), bytes);
      if (receive.keepIfBroken()) {
        receive.into().close();
      } else {
        receive.into().cancel();
      }
    }
  }

  TestReply answer(Problem problem) {
    Response.Reply reply =
        errors.map(form -> form.render(request, problem)).orElseGet(() -> plain(problem));
    return answer(reply, Optional.of(problem));
  }

  private Response take(Response response) throws IOException {
    Response next = response;
    while (true) {
      if (next instanceof Response.Receive receive) {
        pump(receive.into(), request.bytes().length);
        next = receive.then().apply(receive.into());
      } else if (next instanceof Response.Collect collect) {
        next = collect.then().apply(collected(collect.limit()));
      } else if (next instanceof Response.Await await) {
        next = awaited(await.next());
      } else {
        return next;
      }
    }
  }

  private static Response awaited(CompletionStage<? extends Response> next) throws IOException {
    try {
      return next.toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException expected) {
        throw expected;
      }
      throw e;
    }
  }

  private void pump(BlobUpload into, int upTo) throws IOException {
    for (int from = 0; from < upTo; from += CHUNK) {
      into.write(ByteBuffer.wrap(request.bytes(), from, Math.min(CHUNK, upTo - from)));
    }
  }

  private byte[] collected(int limit) throws ProblemException {
    if (request.bytes().length > limit) {
      throw new Problem(413, "TOO_LARGE", "the body is longer than " + limit + " bytes")
          .asException();
    }
    return request.bytes().clone();
  }

  private TestReply answer(Response response, Optional<Problem> problem) {
    try {
      if (response instanceof Response.Listing listing) {
        return list(listing);
      }
      if (response instanceof Response.Reply reply) {
        return sent(reply.status(), reply.headers(), reply.body(), problem);
      }
      throw new IllegalStateException("nothing that could be sent: " + response);
    } catch (IOException e) {
      return answer(new Problem(500, "INTERNAL", String.valueOf(e.getMessage())));
    }
  }

  private TestReply list(Response.Listing listing) throws IOException {
    StringBuilder lines = new StringBuilder();
    List<Node> nodes = content.browse(listing.folder(), Cursor.START, 10_000).items();
    if (nodes.isEmpty() && !listing.folder().isRoot()) {
      return answer(new Problem(404, "NOT_FOUND", "there is no '" + listing.folder() + "'"));
    }
    for (Node node : nodes) {
      node.asset().ifPresent(asset -> lines.append(node.name()).append('\n'));
      if (node.folder()) {
        lines.append(node.name()).append("/\n");
      }
    }
    TestReply reply =
        sent(
            200,
            Headers.of("Content-Type", "text/plain"),
            Body.text(lines.toString()),
            Optional.empty());
    return new TestReply(
        reply.status(),
        reply.headers(),
        reply.body(),
        reply.problem(),
        Optional.of(listing.folder()));
  }

  private TestReply sent(int status, Headers headers, Body body, Optional<Problem> problem)
      throws IOException {
    if (request.method() == Method.HEAD && body instanceof Body.Growing growing) {
      OptionalLong length = growing.bytes().length();
      Headers described =
          length.isPresent()
              ? headers.and("Content-Length", Long.toString(length.getAsLong()))
              : headers;
      return new TestReply(status, described, new byte[0], problem, Optional.empty());
    }
    byte[] bytes = bytes(body);
    boolean known =
        body instanceof Body.Growing growing
            ? growing.bytes().length().isPresent()
            : !(body instanceof Body.Generated) && !(body instanceof Body.Empty);
    Headers all = known ? headers.and("Content-Length", Integer.toString(bytes.length)) : headers;
    byte[] seen = request.method() == Method.HEAD ? new byte[0] : bytes;
    return new TestReply(status, all, seen, problem, Optional.empty());
  }

  private byte[] bytes(Body body) throws IOException {
    if (body instanceof Body.Bytes few) {
      return few.value();
    }
    if (body instanceof Body.Stored stored) {
      return content.read(stored.blob(), LARGEST);
    }
    if (body instanceof Body.Growing growing) {
      return grown(growing.bytes());
    }
    if (body instanceof Body.Generated generated) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      generated.writer().accept(bytes);
      return bytes.toByteArray();
    }
    return new byte[0];
  }

  private static byte[] grown(GrowingBlob growing) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
    while (true) {
      int count = growing.read(bytes.size(), buffer.clear());
      if (count < 0) {
        return bytes.toByteArray();
      }
      bytes.write(buffer.array(), 0, count);
      CountDownLatch more = new CountDownLatch(1);
      growing.whenReadable(bytes.size(), more::countDown);
      try {
        more.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
  }

  /** The engine's own form, near enough for a test. */
  private static Response.Reply plain(Problem problem) {
    Response.Reply reply =
        Response.Reply.json(
            problem.status(),
            "{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}"
                .formatted(
                    problem.code(), problem.message().replaceAll("[\"\\\\\\p{Cntrl}]", "?")));
    Response.Reply challenged =
        problem.status() == 401
            ? reply.with("WWW-Authenticate", "Basic realm=\"Entrepot\"")
            : reply;
    return new Response.Reply(
        problem.status(), challenged.headers().and(problem.headers()), challenged.body());
  }
}
