package io.entrepot.engine.upstream;

import io.entrepot.engine.upstream.Authentication.Ticket;
import io.entrepot.engine.upstream.Hops.Hop;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.ProblemException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A request on its way through redirects and challenges. Credentials go to the upstream's own site
 * alone, and no more once a redirect led away from it.
 */
final class Journey {

  private static final int MOST_REDIRECTS = 10;
  private static final int MOST_TICKETS = 3;

  /** What formats may send: nothing of the connection, and nothing that says who asks. */
  private static final Set<String> SENT =
      Set.of(
          "accept",
          "accept-language",
          "cache-control",
          "if-match",
          "if-modified-since",
          "if-none-match",
          "if-range",
          "if-unmodified-since",
          "range");

  private final UpstreamSettings settings;
  private final Hops hops;
  private final Authentication authentication;
  private final Cookies cookies;
  private final Reaches reaches;
  private final UpstreamRequest request;
  private final Headers headers;
  private final Failure failure;
  private final Set<URI> seen = new HashSet<>();
  private int redirects;
  private boolean left;

  /**
   * The pools of an upstream.
   *
   * @param own of connections to its own host
   * @param foreign of all others
   */
  record Reaches(Reach own, Reach foreign) {
    static Reaches fresh() {
      return new Reaches(new Reach(true), new Reach(false));
    }
  }

  Journey(
      UpstreamSettings settings,
      Hops hops,
      Authentication authentication,
      Cookies cookies,
      Reaches reaches,
      UpstreamRequest request) {
    this.settings = settings;
    this.hops = hops;
    this.authentication = authentication;
    this.cookies = cookies;
    this.reaches = reaches;
    this.request = request;
    this.failure = new Failure(settings.base().toString());
    this.headers =
        Headers.of(
                request.headers().fields().stream()
                    .filter(field -> SENT.contains(field.name().toLowerCase(Locale.ROOT)))
                    .toList())
            .and("Accept-Encoding", "identity");
  }

  /** Sets out: completed with the head of the last answer. */
  CompletableFuture<ArrivingReply> start() {
    return settings
        .resolve(request.address())
        .map(this::visit)
        .orElseGet(
            () ->
                CompletableFuture.failedFuture(
                    failure.problem(
                        400,
                        "BAD_ADDRESS",
                        "is not asked for '" + request.address() + "': it is no address there")));
  }

  private CompletableFuture<ArrivingReply> visit(URI address) {
    Optional<Site> site = Site.of(address);
    if (site.isEmpty() || address.getRawUserInfo() != null) {
      return refused("it names an address that is not of the form https://host/path");
    }
    if (!seen.add(address) && !settings.circularRedirects()) {
      return refused("its redirects go in a circle");
    }
    boolean own = !left && site.get().equals(settings.site());
    left = !own;
    CompletableFuture<ArrivingReply> answer =
        own
            ? authentication
                .before(address)
                .thenCompose(ticket -> ask(address, ticket, MOST_TICKETS))
            : hops.send(hop(address, site.get(), Ticket.NONE));
    return answer.thenCompose(reply -> arrived(address, site.get(), reply));
  }

  private CompletableFuture<ArrivingReply> ask(URI address, Ticket ticket, int tickets) {
    return hops.send(hop(address, settings.site(), ticket))
        .thenCompose(
            reply -> {
              boolean asked = reply.status() == 401 || reply.status() == 403;
              if (!asked || tickets == 1) {
                return CompletableFuture.completedFuture(reply);
              }
              return authentication
                  .after(address, ticket, reply)
                  .whenComplete((next, problem) -> closeUnless(next, reply))
                  .thenCompose(
                      next ->
                          next.map(another -> ask(address, another, tickets - 1))
                              .orElse(CompletableFuture.completedFuture(reply)));
            });
  }

  private static void closeUnless(Optional<Ticket> next, ArrivingReply reply) {
    if (next == null || next.isPresent()) {
      reply.close();
    }
  }

  private CompletableFuture<ArrivingReply> arrived(URI address, Site site, ArrivingReply reply) {
    if (settings.cookies()) {
      cookies.keep(address, reply.headers());
    }
    Optional<String> location = reply.headers().first("Location");
    boolean redirect = List.of(301, 302, 303, 307, 308).contains(reply.status());
    if (!redirect || location.isEmpty()) {
      return CompletableFuture.completedFuture(reply);
    }
    URI next;
    try {
      next = address.resolve(new URI(location.get().replaceFirst("#.*", "")));
    } catch (URISyntaxException | IllegalArgumentException e) {
      reply.close();
      return refused("it redirects to what is no address");
    }
    if (folder(address, next)) {
      return CompletableFuture.completedFuture(reply);
    }
    reply.close();
    redirects++;
    if (redirects > MOST_REDIRECTS) {
      return refused("it redirects more than " + MOST_REDIRECTS + " times");
    }
    if (site.secure() && "http".equalsIgnoreCase(next.getScheme())) {
      return refused("it redirects from https to http");
    }
    return visit(next);
  }

  /** Servers say so that what was asked for is a folder: what is there is a page about it. */
  private static boolean folder(URI address, URI next) {
    return (address.getRawPath() + "/").equals(next.getRawPath());
  }

  private Hop hop(URI address, Site site, Ticket ticket) {
    Headers all = headers;
    if (ticket.value().isPresent()) {
      all = all.and("Authorization", ticket.value().get());
    }
    if (settings.cookies()) {
      Optional<String> sent = cookies.of(address);
      all = sent.isPresent() ? all.and("Cookie", sent.get()) : all;
    }
    boolean ownHost = !left && site.host().equals(settings.site().host());
    return new Hop(request.method(), address, all, ownHost ? reaches.own() : reaches.foreign());
  }

  private CompletableFuture<ArrivingReply> refused(String reason) {
    ProblemException problem = failure.refused(reason);
    return CompletableFuture.failedFuture(problem);
  }
}
