package io.entrepot.engine.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entrepot.engine.upstream.Challenge.Bearer;
import io.entrepot.engine.upstream.Hops.Hop;
import io.entrepot.engine.upstream.Journey.Reaches;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Gets the tokens that an upstream wants from where it says they are had, if that is a place which
 * may see the credentials; keeps each as long as it lives.
 */
final class TokenRealm {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 256 << 10;
  private static final int KEPT = 1_000;
  private static final long LIFE = 60;
  private static final long LONGEST_LIFE = 3600;

  private record Token(String value, Instant until) {
    @Override
    public String toString() {
      return "token until " + until;
    }
  }

  private final UpstreamSettings settings;
  private final Hops hops;
  private final Reaches reaches;
  private final Clock clock;
  private final Failure failure;
  private final Map<Bearer, CompletableFuture<Token>> tokens =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Bearer, CompletableFuture<Token>> eldest) {
          return size() > KEPT;
        }
      };

  TokenRealm(UpstreamSettings settings, Hops hops, Reaches reaches, Clock clock) {
    this.settings = settings;
    this.hops = hops;
    this.reaches = reaches;
    this.clock = clock;
    this.failure = new Failure(settings.base().toString());
  }

  /** The value of {@code Authorization}. However many want the same token, it is got once. */
  @SuppressWarnings("FutureReturnValueIgnored") // it completes the one that is returned
  CompletableFuture<String> token(Bearer wanted) {
    CompletableFuture<Token> mine = new CompletableFuture<>();
    synchronized (tokens) {
      CompletableFuture<Token> kept = tokens.get(wanted);
      if (kept != null && usable(kept)) {
        return kept.thenApply(Token::value);
      }
      tokens.put(wanted, mine);
    }
    fetch(wanted)
        .whenComplete(
            (token, problem) -> {
              if (problem == null) {
                mine.complete(token);
                return;
              }
              synchronized (tokens) {
                tokens.remove(wanted, mine);
              }
              mine.completeExceptionally(problem);
            });
    return mine.thenApply(Token::value);
  }

  /** Forgets a token that the upstream did not take. */
  void refused(Bearer wanted, String value) {
    synchronized (tokens) {
      CompletableFuture<Token> kept = tokens.get(wanted);
      if (kept != null
          && kept.isDone()
          && !kept.isCompletedExceptionally()
          && kept.join().value().equals(value)) {
        tokens.remove(wanted);
      }
    }
  }

  private boolean usable(CompletableFuture<Token> kept) {
    return !kept.isDone()
        || (!kept.isCompletedExceptionally() && kept.join().until().isAfter(clock.instant()));
  }

  private CompletableFuture<Token> fetch(Bearer wanted) {
    Optional<Site> site = Site.of(wanted.realm());
    if (site.isEmpty() || wanted.realm().getRawUserInfo() != null) {
      return CompletableFuture.failedFuture(
          failure.refused("its token realm is not of the form https://host/path"));
    }
    if (!RealmRule.trusts(settings.site(), site.get(), settings.realmHosts())) {
      return CompletableFuture.failedFuture(
          failure.refused(
              "its token realm is at '"
                  + site.get().scheme()
                  + "://"
                  + site.get().host()
                  + "', which is not known to belong to it: name that host in "
                  + UpstreamSettings.REALM_HOSTS
                  + " if it does"));
    }
    boolean own = site.get().host().equals(settings.site().host());
    Headers headers = Headers.of("Accept", "application/json").and("Accept-Encoding", "identity");
    if (settings.credentials().basic().isPresent()) {
      headers = headers.and("Authorization", settings.credentials().basic().get());
    }
    return hops.send(
            new Hop(Method.GET, address(wanted), headers, own ? reaches.own() : reaches.foreign()))
        .thenCompose(reply -> read(wanted.realm(), reply));
  }

  private static URI address(Bearer wanted) {
    StringBuilder query = new StringBuilder();
    Optional.ofNullable(wanted.realm().getRawQuery()).ifPresent(query::append);
    add(query, "service", wanted.service());
    for (String scope : wanted.scope().strip().split("\\s+", -1)) {
      add(query, "scope", scope);
    }
    String base = wanted.realm().toString().replaceFirst("[?#].*", "");
    return URI.create(query.isEmpty() ? base : base + "?" + query);
  }

  private static void add(StringBuilder query, String name, String value) {
    if (!value.isEmpty()) {
      query
          .append(query.isEmpty() ? "" : "&")
          .append(name)
          .append('=')
          .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }

  private CompletableFuture<Token> read(URI realm, ArrivingReply reply) {
    if (reply.status() == 429) {
      reply.close();
      return CompletableFuture.failedFuture(new TooManyException(reply.headers()));
    }
    if (reply.status() != 200) {
      reply.close();
      return CompletableFuture.failedFuture(
          failure.unreachable(
              "its token realm '" + realm.getHost() + "' answers with status " + reply.status()));
    }
    return reply.bytes(LONGEST).thenCompose(body -> parse(realm, body));
  }

  private CompletableFuture<Token> parse(URI realm, byte[] body) {
    try {
      JsonNode answer = JSON.readTree(body);
      String token = answer.path("token").asText(answer.path("access_token").asText(""));
      long seconds = Math.min(LONGEST_LIFE, answer.path("expires_in").asLong(LIFE));
      if (token.matches("[!-~]{1,100000}")) {
        // A little is taken off for the way.
        Duration life = Duration.ofSeconds(Math.max(0, seconds - Math.min(5, seconds / 10)));
        return CompletableFuture.completedFuture(
            new Token("Bearer " + token, clock.instant().plus(life)));
      }
    } catch (IOException e) {
      // Its message may quote the token.
    }
    return CompletableFuture.failedFuture(
        failure.unreachable("its token realm '" + realm.getHost() + "' sends no token"));
  }
}
