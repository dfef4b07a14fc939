package io.entrepot.engine.proxy;

import io.entrepot.engine.upstream.UpstreamReply;
import io.entrepot.engine.upstream.UpstreamRequest;
import io.entrepot.spi.proxy.ProxyCache.Answer;
import io.entrepot.spi.proxy.ProxyCache.Question;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** A question to upstream, and its answer in memory. */
final class Asking implements UpstreamReply.Sink {

  private final Route route;
  private final Question question;
  private final int limit;
  private final UpstreamReply reply;
  private final CompletableFuture<Answer> answer;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private Asking(
      Route route,
      Question question,
      int limit,
      UpstreamReply reply,
      CompletableFuture<Answer> answer) {
    this.route = route;
    this.question = question;
    this.limit = limit;
    this.reply = reply;
    this.answer = answer;
  }

  /** Asks. */
  static CompletableFuture<Answer> of(Route route, Question question, int limit) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    route
        .upstream()
        .send(
            new UpstreamRequest(
                question.method(),
                question.address(),
                question.headers().and("Accept-Encoding", "identity")))
        .whenComplete(
            (reply, failure) -> {
              if (failure != null) {
                answer.completeExceptionally(Refusals.cause(failure));
                return;
              }
              new Asking(route, question, limit, reply, answer).begin();
            });
    return answer;
  }

  private void begin() {
    if (!Fields.plain(reply.headers())) {
      reply.close();
      refuse("sent it packed, which it was asked not to");
      return;
    }
    reply.read(this);
  }

  @Override
  public void take(ByteBuffer more) throws IOException {
    if (bytes.size() + (long) more.remaining() > limit) {
      throw new IOException("it is longer than " + limit + " bytes");
    }
    byte[] chunk = new byte[more.remaining()];
    more.get(chunk);
    bytes.writeBytes(chunk);
  }

  @Override
  public void end() {
    answer.complete(new Answer(reply.status(), Fields.open(reply.headers()), bytes.toByteArray()));
  }

  @Override
  public void broken(IOException cause) {
    refuse("gave no whole answer: " + cause.getMessage());
  }

  private void refuse(String why) {
    answer.completeExceptionally(route.refusals().body(question.address(), why).asException());
  }
}
