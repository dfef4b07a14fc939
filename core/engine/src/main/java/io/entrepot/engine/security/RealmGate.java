package io.entrepot.engine.security;

import io.entrepot.engine.security.Gate.Outcome.Admitted;
import io.entrepot.engine.security.Gate.Outcome.Refused;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.security.Credentials;
import io.entrepot.spi.security.Credentials.Basic;
import io.entrepot.spi.security.SecurityRealm;
import io.entrepot.spi.security.Subject;
import io.entrepot.spi.security.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the realms, in their order, whose credentials those are. The local realm is always there;
 * others come and go as services.
 */
@Component(service = Gate.class)
public final class RealmGate implements Gate {

  private static final Logger log = LoggerFactory.getLogger(RealmGate.class);

  private static final int MOST_THROTTLED = 10_000;

  private final LocalUsers users;
  private final Throttle throttle;
  private final SharedAttempts attempts = new SharedAttempts();
  private volatile Realms realms;

  /** A gate for those users. */
  @Activate
  public RealmGate(@Reference LocalUsers users) {
    this(users, Clock.systemUTC());
  }

  RealmGate(LocalUsers users, Clock clock) {
    this.users = users;
    this.throttle = new Throttle(clock, MOST_THROTTLED);
    this.realms = new Realms(new LocalRealm(users, clock));
  }

  /** Asks that realm too from now on, at the place that {@code service.ranking} gives it. */
  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeRealm",
      updated = "addRealm")
  public synchronized void addRealm(SecurityRealm realm, Map<String, Object> properties) {
    int ranking = properties.get("service.ranking") instanceof Integer given ? given : 0;
    realms = realms.with(realm, ranking);
  }

  /** Asks that realm no more. */
  public synchronized void removeRealm(SecurityRealm realm) {
    realms = realms.without(realm);
  }

  @Override
  public Outcome enter(Optional<Credentials> credentials, String client) {
    Realms now = realms;
    if (credentials.isEmpty()) {
      return new Admitted(new GrantedAccess(Subject.NOBODY, users.accounts().anonymousRights()));
    }
    if (!(credentials.get() instanceof Basic login) || now.local().remembers(login)) {
      return judge(now, credentials.get());
    }
    SharedAttempts.Key key =
        new SharedAttempts.Key(now.local().mark(login), client, users.accounts());
    return attempts.share(key, () -> attempt(now, login, client));
  }

  private Outcome attempt(Realms now, Basic login, String client) {
    Optional<Duration> wait = throttle.begin(login.user(), client);
    if (wait.isPresent()) {
      return refused(
          429,
          "TOO_MANY_REQUESTS",
          "too many failed attempts for this user from this address",
          wait.get());
    }
    boolean failed = false;
    boolean succeeded = false;
    try {
      Outcome outcome = judge(now, login);
      succeeded = outcome instanceof Admitted;
      failed = outcome instanceof Refused refused && refused.problem().status() == 401;
      return outcome;
    } finally {
      if (throttle.end(login.user(), client, failed, succeeded)) {
        log.warn(
            "{} failed attempts to sign in as '{}' from {}: further ones are slowed down",
            Throttle.FREE,
            AccountRules.shown(login.user()),
            client);
      }
    }
  }

  private Outcome judge(Realms now, Credentials credentials) {
    Optional<String> unavailable = Optional.empty();
    for (SecurityRealm realm : now.inOrder()) {
      Verdict verdict = ask(realm, credentials);
      if (verdict instanceof Verdict.Accepted accepted) {
        return accepted(now, realm, accepted);
      }
      if (verdict instanceof Verdict.Delegated delegated) {
        return delegated(now, realm, delegated);
      }
      if (verdict instanceof Verdict.Rejected rejected) {
        return refused(rejected.reason());
      }
      if (verdict instanceof Verdict.Unavailable missing) {
        unavailable = Optional.of(missing.reason());
      }
    }
    if (unavailable.isEmpty() && credentials instanceof Basic login) {
      Verdict verdict = now.local().judgeNobody(login);
      if (verdict instanceof Verdict.Unavailable missing) {
        unavailable = Optional.of(missing.reason());
      }
    }
    if (unavailable.isPresent()) {
      return refused(503, "UNAVAILABLE", unavailable.get(), Duration.ofSeconds(5));
    }
    return refused(
        credentials instanceof Basic
            ? LocalRealm.WRONG
            : "the token is not valid, or not any more");
  }

  private static Verdict ask(SecurityRealm realm, Credentials credentials) {
    try {
      return realm.authenticate(credentials);
    } catch (RuntimeException e) {
      // Its message may quote what was sent.
      log.error("Realm '{}' failed with {}", realm.name(), e.getClass().getName());
      return new Verdict.Unavailable("realm '" + realm.name() + "' failed");
    }
  }

  private Outcome accepted(Realms now, SecurityRealm realm, Verdict.Accepted accepted) {
    String name = accepted.user();
    Optional<SecurityRealm> owner = now.owner(name);
    if (name.isEmpty()
        || name.equals(Subject.ANONYMOUS)
        || owner.filter(one -> one != realm).isPresent()) {
      log.warn(
          "Realm '{}' accepted '{}', which is a name of another realm: refused",
          realm.name(),
          AccountRules.shown(name));
      return refused(LocalRealm.WRONG);
    }
    return new Admitted(
        new GrantedAccess(
            new Subject(name, Optional.of(realm.name())),
            users.accounts().rights(accepted.roles())));
  }

  private Outcome delegated(Realms now, SecurityRealm realm, Verdict.Delegated delegated) {
    Accounts accounts = users.accounts();
    String name = delegated.user();
    Subject subject = new Subject(name, Optional.of(realm.name()));
    if (name.equals(Subject.ANONYMOUS)) {
      return new Admitted(
          new GrantedAccess(subject, accounts.anonymousRights(), Optional.of(delegated.limit())));
    }
    Optional<Account> account = accounts.user(name);
    Optional<Set<String>> roles =
        account.isPresent()
            ? account.filter(Account::open).map(known -> known.user().roles())
            : now.owner(name).flatMap(owner -> owner.roles(name));
    if (roles.isEmpty()) {
      return refused("the user of this token is gone, or may not sign in any more");
    }
    return new Admitted(
        new GrantedAccess(subject, accounts.rights(roles.get()), Optional.of(delegated.limit())));
  }

  private static Outcome refused(String reason) {
    return new Refused(new Problem(401, "UNAUTHORIZED", reason));
  }

  private static Outcome refused(int status, String code, String reason, Duration wait) {
    long seconds = Math.max(1, (wait.toMillis() + 999) / 1000);
    return new Refused(
        new Problem(status, code, reason, Headers.of("Retry-After", Long.toString(seconds))));
  }
}
