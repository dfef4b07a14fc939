package io.entrepot.engine.upstream;

import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.thread.Scheduler;

/** Sends single requests: no redirect is followed and no challenge answered. */
final class Hops implements AutoCloseable {

  /** Fields of the connection (RFC 9110 §7.6.1) and those that are not the upstream's to say. */
  private static final Set<String> DROPPED =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authentication-info",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  /**
   * One request.
   *
   * @param address where to
   * @param headers all fields but {@code Host} and {@code User-Agent}
   * @param reach which of the pools its connection is from
   */
  record Hop(Method method, URI address, Headers headers, Reach reach) {}

  private final HttpClient client;
  private final CheckedResolver resolver;
  private final String agent;
  private final Duration patience;
  private final Supplier<Pace> paces;
  private final Set<Request> live = ConcurrentHashMap.newKeySet();

  /**
   * Requests of one upstream.
   *
   * @param paces how fast a body has to come, for each
   */
  Hops(
      HttpClient client,
      CheckedResolver resolver,
      String agent,
      Duration patience,
      Supplier<Pace> paces) {
    this.client = client;
    this.resolver = resolver;
    this.agent = agent;
    this.patience = patience;
    this.paces = paces;
  }

  /** Sends it: completed when the head of the answer is here. */
  CompletableFuture<ArrivingReply> send(Hop hop) {
    boolean proxied =
        client.getProxyConfiguration().getProxies().stream()
            .anyMatch(proxy -> proxy.matches(client.createOrigin(request(hop), null)));
    if (!proxied) {
      return sendNow(hop);
    }
    return resolver
        .check(hop.address().getHost(), hop.reach())
        .thenCompose(checked -> sendNow(hop));
  }

  private CompletableFuture<ArrivingReply> sendNow(Hop hop) {
    CompletableFuture<ArrivingReply> head = new CompletableFuture<>();
    CompletableFuture<Void> over = new CompletableFuture<>();
    Request request = request(hop);
    live.add(request);
    Scheduler.Task late =
        later(() -> abort(request, new TimeoutException("no answer in " + patience)));
    request
        .onResponseContentSource(
            (response, source) -> {
              late.cancel();
              accept(hop, response, source, over, head);
            })
        .send(
            result -> {
              late.cancel();
              live.remove(request);
              Throwable failure = result.getFailure();
              head.completeExceptionally(failure == null ? new EOFException("no answer") : failure);
              over.complete(null);
            });
    return head;
  }

  private void accept(
      Hop hop,
      Response response,
      Content.Source source,
      CompletableFuture<Void> over,
      CompletableFuture<ArrivingReply> head) {
    try {
      ArrivingReply reply =
          new ArrivingReply(
              response.getStatus(),
              headers(response),
              length(response),
              hop.method() == Method.HEAD,
              framed(response),
              source,
              over,
              this::later,
              paces.get());
      if (!head.complete(reply)) {
        reply.close();
      }
    } catch (IOException | RuntimeException e) {
      head.completeExceptionally(e);
      source.fail(e);
    }
  }

  private Scheduler.Task later(Runnable what) {
    return client.getScheduler().schedule(what, patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends all that is on its way. */
  @Override
  public void close() {
    live.forEach(request -> abort(request, new IOException("it was closed")));
  }

  Scheduler scheduler() {
    return client.getScheduler();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the request's end is told by itself
  private static void abort(Request request, Exception cause) {
    request.abort(cause);
  }

  private Request request(Hop hop) {
    return client
        .newRequest(hop.address())
        .method(hop.method().name())
        .agent(agent)
        .tag(hop.reach())
        // The wait for the head and for each next byte is timed here: who takes them may be slow.
        .idleTimeout(0, TimeUnit.MILLISECONDS)
        .headers(
            fields ->
                hop.headers().fields().forEach(field -> fields.add(field.name(), field.value())));
  }

  /** What has control characters is dropped: nobody is to be told it. */
  private static Headers headers(Response response) {
    List<Headers.Field> fields = new ArrayList<>();
    for (HttpField field : response.getHeaders()) {
      String value = field.getValue() == null ? "" : field.getValue();
      if (!DROPPED.contains(field.getName().toLowerCase(Locale.ROOT))
          && value.chars().noneMatch(Character::isISOControl)) {
        fields.add(new Headers.Field(field.getName(), value));
      }
    }
    return Headers.of(fields);
  }

  private static boolean framed(Response response) {
    return response.getHeaders().contains(HttpHeader.CONTENT_LENGTH)
        || response.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
  }

  private static OptionalLong length(Response response) throws IOException {
    List<String> lengths = response.getHeaders().getValuesList(HttpHeader.CONTENT_LENGTH);
    if (lengths.isEmpty() || response.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)) {
      return OptionalLong.empty();
    }
    String first = lengths.get(0).strip();
    if (lengths.stream().distinct().count() > 1 || !first.matches("[0-9]{1,18}")) {
      throw new IOException("its Content-Length is no length");
    }
    return OptionalLong.of(Long.parseLong(first));
  }
}
