package io.entrepot.engine.upstream;

import io.entrepot.engine.upstream.Challenge.Bearer;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Shows an upstream who asks: at once, or when it asks back. Remembers which token it wanted where,
 * so that the next request near there need not be asked back.
 */
final class Authentication {

  private static final int REMEMBERED = 1_000;

  /** What a request says of who asks. */
  static final class Ticket {

    /** Nothing. */
    static final Ticket NONE = new Ticket(Optional.empty(), Kind.NONE);

    private enum Kind {
      NONE,
      BASIC,
      FIXED_TOKEN,
      /** A token that was wanted near there before. */
      GUESSED_TOKEN,
      TOKEN
    }

    private final Optional<String> value;
    private final Kind kind;

    private Ticket(Optional<String> value, Kind kind) {
      this.value = value;
      this.kind = kind;
    }

    /** The value of {@code Authorization}. */
    Optional<String> value() {
      return value;
    }
  }

  private final Credentials credentials;
  private final TokenRealm realm;
  private final Map<String, Bearer> places =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bearer> eldest) {
          return size() > REMEMBERED;
        }
      };
  private volatile boolean wantsBasic;

  Authentication(Credentials credentials, TokenRealm realm) {
    this.credentials = credentials;
    this.realm = realm;
    this.wantsBasic = credentials.atOnce();
  }

  /** What to send to an address of the upstream's own at first. */
  CompletableFuture<Ticket> before(URI address) {
    if (credentials.bearer().isPresent()) {
      return CompletableFuture.completedFuture(
          new Ticket(credentials.bearer(), Ticket.Kind.FIXED_TOKEN));
    }
    Optional<Bearer> wanted = place(address);
    if (wanted.isPresent()) {
      return token(wanted.get(), Ticket.Kind.GUESSED_TOKEN);
    }
    return CompletableFuture.completedFuture(
        wantsBasic && credentials.basic().isPresent() ? basic() : Ticket.NONE);
  }

  /** What to send next, after 401 or 403; empty if there is nothing better. */
  CompletableFuture<Optional<Ticket>> after(URI address, Ticket sent, ArrivingReply reply) {
    if (reply.status() == 403) {
      boolean another = sent.kind == Ticket.Kind.GUESSED_TOKEN;
      forget(address, another);
      return CompletableFuture.completedFuture(
          another ? Optional.of(Ticket.NONE) : Optional.empty());
    }
    if (sent.kind == Ticket.Kind.FIXED_TOKEN) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    List<Challenge> challenges = Challenge.of(reply.headers().all("WWW-Authenticate"));
    Optional<Bearer> bearer = challenges.stream().flatMap(one -> one.bearer().stream()).findFirst();
    if (bearer.isPresent()) {
      remember(address, bearer.get());
      sent.value().ifPresent(value -> realm.refused(bearer.get(), value));
      return token(bearer.get(), Ticket.Kind.TOKEN).thenApply(Optional::of);
    }
    boolean asksBasic = challenges.stream().anyMatch(one -> one.scheme().equals("basic"));
    if (asksBasic && credentials.basic().isPresent() && sent.kind != Ticket.Kind.BASIC) {
      wantsBasic = true;
      return CompletableFuture.completedFuture(Optional.of(basic()));
    }
    return CompletableFuture.completedFuture(Optional.empty());
  }

  private CompletableFuture<Ticket> token(Bearer wanted, Ticket.Kind kind) {
    return realm.token(wanted).thenApply(value -> new Ticket(Optional.of(value), kind));
  }

  private Ticket basic() {
    return new Ticket(credentials.basic(), Ticket.Kind.BASIC);
  }

  private Optional<Bearer> place(URI address) {
    synchronized (places) {
      return Optional.ofNullable(places.get(near(address)));
    }
  }

  private void remember(URI address, Bearer wanted) {
    synchronized (places) {
      places.put(near(address), wanted);
    }
  }

  private void forget(URI address, boolean wrong) {
    if (wrong) {
      synchronized (places) {
        places.remove(near(address));
      }
    }
  }

  /**
   * Things of one artifact are in folders beside each other: the path without its last two parts.
   */
  private static String near(URI address) {
    String path = address.getRawPath();
    int folder = path.lastIndexOf('/');
    int above = folder <= 0 ? folder : path.lastIndexOf('/', folder - 1);
    return path.substring(0, Math.max(0, above));
  }
}
